using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>A folder with one file a job.</summary>
internal sealed class JobFolder(string path)
{
    /// <summary>Whether there is one.</summary>
    /// <exception cref="MarianneException">A file is in its place.</exception>
    public bool Exists => File.Exists(path)
        ? throw StoreErrors.NotAStore(path, "it is a file, and a JSON store is a folder")
        : Directory.Exists(path);

    /// <summary>Makes the folder, for its owner alone, unless there is one.</summary>
    public void Make()
    {
        if (Exists)
            return;

        try
        {
            OwnerOnly.CreateFolder(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw StoreErrors.AccessDenied(path, error.Message);
        }
        catch (IOException error)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>The file that whoever changes a job of this id holds.</summary>
    public string LockOf(string id) => Candidates(id).First().Lock;

    /// <summary>Whether there may be a job of this id: there is a file that could be its own.</summary>
    public bool MayHold(string id) => Exists && Candidates(id).Any(files => File.Exists(files.Job));

    /// <summary>The job of an id, as its file has it; nothing when there is none.</summary>
    public async ValueTask<JobDocument?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!Exists)
            return null;

        foreach (JobFiles files in Candidates(id))
        {
            JobDocument? found = await JobDocument.ReadAsync(files, cancellationToken).ConfigureAwait(false);
            if (found?.Id == id)
                return found;
        }

        return null;
    }

    /// <summary>Files for a job that has none yet: of the names that it can have, the first that nobody has.</summary>
    public JobFiles PlaceFor(string id) =>
        Candidates(id).FirstOrDefault(files => !JobFileName.IsDevice(files.Stem) && !File.Exists(files.Job))
        ?? throw StoreErrors.Failed(Candidates(id).Last().Job, $"another job has the file that the job '{id}' needs");

    /// <summary>The head of each job asked for, last updated first.</summary>
    /// <param name="query">Which are asked for, paging apart.</param>
    /// <param name="onDamage">Told of each file that is damaged.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<IReadOnlyList<JobHeader>> ReadHeadersAsync(
        JobQuery query, Action<MarianneException> onDamage, CancellationToken cancellationToken)
    {
        var headers = new List<JobHeader>();
        foreach (JobFiles files in Files())
        {
            try
            {
                JobHeader? header = await JobHeader.ReadAsync(files, cancellationToken).ConfigureAwait(false);
                if (header is not null && query.Matches(header.Summary))
                    headers.Add(header);
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                onDamage(error);
            }
        }

        return
        [
            .. headers
                .OrderByDescending(header => header.Summary.UpdatedAt)
                .ThenByDescending(header => header.Summary.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The files of every job.</summary>
    public IEnumerable<JobFiles> Files()
    {
        if (!Exists)
            return [];

        try
        {
            string[] files = Directory.GetFiles(path, "*" + JobFiles.JobExtension);
            return [.. files.Select(file => new JobFiles(path, Path.GetFileNameWithoutExtension(file)))];
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
