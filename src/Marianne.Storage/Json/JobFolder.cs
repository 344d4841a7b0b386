using Marianne.Files;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>A folder with one JSON file per job.</summary>
internal sealed class JobFolder(string path)
{
    /// <summary>The most reads of a job that other processes save again and again.</summary>
    private const int MostReads = 10;

    private readonly StoreIdentity _identity = new(path);
    private readonly ReadJobs _read = new();

    /// <summary>Indicates whether the folder exists.</summary>
    /// <exception cref="MarianneException">
    /// The path is a file, or the folder was removed or replaced since it was first seen, or it may not be entered.
    /// </exception>
    public bool Exists
    {
        get
        {
            if (!_identity.IsKnown) // Otherwise a file has replaced the folder.
                ThrowIfFile();

            // Files that cannot be opened must not look like jobs that do not exist.
            bool exists = _identity.Check();
            return exists && !FileAccessCheck.MayEnter(path)
                ? throw StoreErrors.AccessDenied(path, "the folder may not be entered")
                : exists;
        }
    }

    /// <summary>Indicates whether the folder exists and can only be read.</summary>
    public bool IsReadOnly =>
        Directory.Exists(path) && FileAccessCheck.MayEnter(path) && !FileAccessCheck.MayWrite(path);

    /// <summary>Accepts the folder that is there now, although it may have been replaced since it was first seen.</summary>
    /// <exception cref="MarianneException">It is a file.</exception>
    public void Reset()
    {
        ThrowIfFile();
        _identity.Reset();
    }

    /// <summary>Throws if the folder that was written to is no longer at its path.</summary>
    /// <exception cref="MarianneException">It was removed or replaced.</exception>
    public void CheckInPlace() => _ = _identity.Check();

    /// <summary>Creates the folder, readable only by its owner, if it does not exist.</summary>
    public void Create()
    {
        if (Exists)
            return;

        try
        {
            OwnerOnly.CreateFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Creating(path, error);
        }
    }

    /// <summary>Returns the file that is locked while a job of this id changes.</summary>
    public string LockOf(string id) => Candidates(id).First().Lock;

    /// <summary>Returns the files of the key of a score.</summary>
    public KeyFiles KeyFilesOf(JobKey key) => new(path, key);

    /// <summary>Determines whether a job of this id may exist: there is a file of a name that it could have.</summary>
    public bool MayHold(string id) => Exists && Candidates(id).Any(files => File.Exists(files.Job));

    /// <summary>Reads the file of a job, or returns <c>null</c> if it does not exist.</summary>
    public async ValueTask<JobDocument?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!Exists)
            return null;

        foreach (JobFiles files in Candidates(id))
        {
            // A folder that was just put in place is gone, but then the files of the job are current.
            JobDocument? found = await JobDocument.ReadAsync(files.Current, cancellationToken, _read).ConfigureAwait(false)
                ?? await JobDocument.ReadAsync(files, cancellationToken, _read).ConfigureAwait(false);
            if (found?.Id == id)
                return found;
        }

        return null;
    }

    /// <summary>
    /// Reads what belongs to a job. If another process saves the job meanwhile, it is read again, so that its parts belong
    /// together.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="read">Reads. It is passed <c>null</c> if the job does not exist.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<T> ReadAsync<T>(
        string id, Func<JobDocument?, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        for (int reads = 1; ; reads++)
        {
            JobDocument? found = await FindAsync(id, cancellationToken).ConfigureAwait(false);
            T result = await read(found).ConfigureAwait(false);
            if (found is null || found.IsCurrent || reads == MostReads)
                return result;
            if (result is IAsyncDisposable opened)
                await opened.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Returns the ids of the jobs that may have approvals.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<string>> JobsWithApprovalsAsync(CancellationToken cancellationToken)
    {
        List<string> ids = [];
        foreach (JobFiles files in Exists ? FilesOf(Directory.GetFiles, ApprovalsFile.Extension) : [])
        {
            ApprovalsNote? note = await CompanionFiles
                .ReadAsync(files.Approvals, CompanionJson.Default.ApprovalsNote, cancellationToken).ConfigureAwait(false);
            if (note?.JobId is { } id)
                ids.Add(id);
        }

        return ids;
    }

    /// <summary>Settles what killed processes left of imports of a job. The caller holds its lock.</summary>
    /// <param name="id">The job's id.</param>
    public void Settle(string id) => ImportedFiles.Settle(StagingOf(id), Candidates(id));

    /// <summary>Returns the folder to which the files of an imported job are written first.</summary>
    /// <param name="id">The job's id.</param>
    public string StagingOf(string id) => Candidates(id).First().Copying;

    /// <summary>Settles what killed processes left of imports of any job that no other process changes.</summary>
    /// <param name="locks">The locks of the jobs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask SettleAllAsync(JobLocks locks, CancellationToken cancellationToken)
    {
        foreach (JobFiles files in Folders(JobFiles.CopyingExtension))
        {
            using IDisposable? held = locks.TryAcquire(files.Lock);
            if (held is not null)
                ImportedFiles.Settle(files.Copying, []);
        }

        foreach (JobFiles files in Folders(JobFiles.CopiedExtension))
        {
            JobHeader? header = await JobHeader
                .ReadAsync(new JobFiles(files.Copied, files.Stem), cancellationToken).ConfigureAwait(false);
            using IDisposable? held = header is null ? null : locks.TryAcquire(LockOf(header.Summary.Id));
            if (held is not null)
                Settle(header!.Summary.Id);
        }

        IEnumerable<JobFiles> Folders(string extension) => FilesOf(Directory.GetDirectories, extension);
    }

    /// <summary>Returns the files for a new job: the first of its possible names that is not in use.</summary>
    public JobFiles FilesFor(string id) =>
        Candidates(id).FirstOrDefault(files => !JobFileName.IsDevice(files.Stem) && !File.Exists(files.Job))
        ?? throw StoreErrors.Failed(Candidates(id).Last().Job, $"another job already uses the file name of the job '{id}'");

    /// <summary>Reads the headers of the jobs that match a query, last updated first.</summary>
    /// <param name="query">The query. Its paging is ignored.</param>
    /// <param name="onDamage">Called with the error of each damaged file.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<JobHeader>> ReadHeadersAsync(
        JobQuery query, Action<MarianneException> onDamage, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, JobHeader>(StringComparer.Ordinal);
        foreach (JobFiles files in Files())
        {
            try
            {
                if (await JobHeader.ReadAsync(files, cancellationToken).ConfigureAwait(false) is not { } header)
                    continue;

                CheckName(files, header.Summary.Id);
                if (query.Tag is not null)
                    await CompanionFiles.ReadTagsAsync(files, header.Summary, cancellationToken).ConfigureAwait(false);
                if (query.ForkedFrom is not null)
                    await CompanionFiles.ReadOriginAsync(files, header.Summary, cancellationToken).ConfigureAwait(false);
                if (headers.TryAdd(header.Summary.Id, header))
                    continue;

                // A job is read from the first of its possible names, and another file is a copy of it.
                JobHeader other = headers[header.Summary.Id];
                (JobHeader used, JobHeader copy) = IndexOf(header) < IndexOf(other) ? (header, other) : (other, header);
                headers[header.Summary.Id] = used;
                onDamage(StoreErrors.Duplicate(copy.Files.Job, header.Summary.Id, used.Files.Job));
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                onDamage(error);
            }
        }

        return
        [
            .. headers.Values
                .Where(header => query.Matches(header.Summary))
                .OrderByDescending(header => header.Summary.UpdatedAt)
                .ThenByDescending(header => header.Summary.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Returns the files of every job.</summary>
    public IEnumerable<JobFiles> Files() => FilesOf(Directory.GetFiles, JobFiles.JobExtension).Select(files => files.Current);

    private void ThrowIfFile()
    {
        if (File.Exists(path))
            throw StoreErrors.NotAStore(path, "it is a file, but a JSON store is a folder");
    }

    /// <summary>Throws if a file has a name under which its job would not be found, such as that of a renamed copy.</summary>
    private static void CheckName(JobFiles files, string id)
    {
        IReadOnlyList<string> names = JobFileName.Of(id);
        if (!names.Any(name => JobFileName.AreSame(name, files.Stem)))
            throw StoreErrors.Corrupt(files.Job, $"it contains the job '{id}', whose file is '{names[0]}{JobFiles.JobExtension}'");
    }

    private static int IndexOf(JobHeader header) =>
        JobFileName.Of(header.Summary.Id).TakeWhile(name => !JobFileName.AreSame(name, header.Files.Stem)).Count();

    private JobFiles[] FilesOf(Func<string, string, string[]> find, string extension)
    {
        if (!Exists)
            return [];

        try
        {
            return [.. find(path, "*" + extension).Select(found => new JobFiles(path, Path.GetFileNameWithoutExtension(found)))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(path, error);
        }
    }

    private IEnumerable<JobFiles> Candidates(string id) => JobFileName.Of(id).Select(stem => new JobFiles(path, stem));
}
