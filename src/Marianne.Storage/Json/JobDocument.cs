using System.Text;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The content of a job's file.</summary>
internal sealed class JobDocument
{
    private readonly JsonElement _root;
    private readonly FileStamp _stamp;

    private JobDocument(JobFiles files, FileStamp stamp, JsonElement root)
    {
        _root = root;
        _stamp = stamp;
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

    /// <summary>Indicates whether the file was not changed or replaced since it was read.</summary>
    public bool IsCurrent => Files.Current == Files && FileStamp.Of(Files.Job) == _stamp;

    private int TotalSheets { get; }

    /// <summary>Reads a job's file, or returns <c>null</c> if it does not exist.</summary>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<JobDocument?> ReadAsync(JobFiles files, CancellationToken cancellationToken)
    {
        var stamp = FileStamp.Of(files.Job);
        byte[]? content = await DurableFile.ReadAsync(files.Job, cancellationToken).ConfigureAwait(false);
        return content is null
            ? null
            : JsonFile.Read(files.Job, () => new JobDocument(files, stamp, JsonFile.ParseObject(files.Job, content)));
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
            return Encoding.UTF8.GetBytes(writer.ToString());
        }
    }

    /// <summary>Returns the job, with or without its sheets.</summary>
    public async ValueTask<Job> ToJobAsync(bool withSheets, CancellationToken cancellationToken)
    {
        Job job = JsonFile.Read(Files.Job, () => Read(withSheets));
        await CompanionFiles.ReadAsync(Files, job, withSheets, cancellationToken).ConfigureAwait(false);
        job.AcceptAll(job.UpdatedAt);
        return job;
    }

    private Job Read(bool withSheets)
    {
        var job = new Job(Id, name: Id, TotalSheets, createdAt: default);
        JsonLayout.Job.Read(job, _root, except: withSheets ? null : SheetsField.Name);
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
