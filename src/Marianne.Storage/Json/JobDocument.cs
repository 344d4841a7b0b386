using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The content of a job's file.</summary>
internal sealed class JobDocument
{
    private readonly JsonElement _root;
    private readonly FileStamp _stamp;

    private JobDocument(JobFiles files, FileStamp stamp, JsonElement root, ReadJob? known)
    {
        _root = root;
        _stamp = stamp;
        Known = known;
        Files = files;
        Id = Required(files.Job, root, "job_id", JsonKinds.RequiredText);
        TotalSheets = Required(files.Job, root, "total_sheets", JsonKinds.Count);
        if (TotalSheets < 1)
            throw StoreErrors.Corrupt(files.Job, "its 'total_sheets' is less than 1");
    }

    /// <summary>The job's files.</summary>
    public JobFiles Files { get; }

    /// <summary>The job's id.</summary>
    public string Id { get; }

    /// <summary>What was read of the job before; <c>null</c> if that is not kept.</summary>
    public ReadJob? Known { get; }

    /// <summary>Indicates whether the file was not changed or replaced since it was read.</summary>
    public bool IsCurrent => Files.Current == Files && FileStamp.Of(Files.Job) == _stamp;

    private int TotalSheets { get; }

    /// <summary>Reads a job's file, or returns <c>null</c> if it does not exist.</summary>
    /// <param name="files">The job's files.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <param name="read">What was read before, of which nothing is parsed again that is the same; <c>null</c> to parse everything.</param>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<JobDocument?> ReadAsync(JobFiles files, CancellationToken cancellationToken, ReadJobs? read = null)
    {
        var stamp = FileStamp.Of(files.Job);
        byte[]? content = await DurableFile.ReadAsync(files.Job, cancellationToken).ConfigureAwait(false);
        if (content is null)
            return null;

        ReadJob? known = read?.Of(files.Job);
        return JsonFile.Read(files.Job, () => new JobDocument(files, stamp, known is null ? Parse() : known.RootOf(content, Parse), known));

        JsonElement Parse() => JsonFile.ParseObject(files.Job, content);
    }

    /// <summary>Returns the new content of a job's file.</summary>
    /// <param name="job">The job.</param>
    /// <param name="over">The existing content; <c>null</c> for a new job.</param>
    public static byte[] Write(Job job, JobDocument? over)
    {
        return over is null ? Write(JsonLayout.Job.Blank) : JsonFile.Read(over.Files.Job, () => Write(over._root));

        byte[] Write(JsonElement existing)
        {
            var writer = new PythonJsonWriter();
            JsonLayout.Job.Write(job, existing, writer);
            return writer.ToUtf8();
        }
    }

    /// <summary>Returns the job, with or without its sheets.</summary>
    /// <param name="withSheets">Indicates whether the sheets are read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <param name="only">The numbers of the sheets that are read; <c>null</c> for all.</param>
    public async ValueTask<Job> ToJobAsync(bool withSheets, CancellationToken cancellationToken, IReadOnlyCollection<int>? only = null)
    {
        Job job = JsonFile.Read(Files.Job, () => Read(withSheets, only));
        await CompanionFiles.ReadAsync(Files, job, withSheets, only, Known, cancellationToken).ConfigureAwait(false);
        job.AcceptAll(job.UpdatedAt);
        return job;
    }

    /// <summary>Returns the item of a sheet, or <c>null</c> if it has none.</summary>
    public async ValueTask<SheetItem?> FindItemAsync(int number, CancellationToken cancellationToken)
    {
        Job job = await ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false);
        return await ItemsFile.FindAsync(Files, job, number, Known, cancellationToken).ConfigureAwait(false);
    }

    private Job Read(bool withSheets, IReadOnlyCollection<int>? only)
    {
        var job = new Job(Id, name: Id, TotalSheets, createdAt: default);
        JsonLayout.Job.Read(job, _root, except: SheetsField.Name);
        if (!withSheets)
            return job;

        foreach (JsonProperty member in _root.EnumerateObject())
        {
            if (JsonFile.NameOf(member) == SheetsField.Name)
                JsonLayout.Sheets.Read(job, member.Value, only, Known);
        }

        return job;
    }

    private static T Required<T>(string path, JsonElement root, string key, JsonKind<T> kind)
    {
        JsonElement value = JsonFile.Find(root, key) ?? throw StoreErrors.Corrupt(path, $"it has no '{key}'");
        return kind.Read(value) is { Fault: null } result
            ? result.Value!
            : throw StoreErrors.Corrupt(path, $"its '{key}' is {value.GetRawText()}");
    }
}
