using System.Text;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>What the file of a job holds.</summary>
internal sealed class JobDocument
{
    private readonly JsonElement _root;

    private JobDocument(JobFiles files, JsonElement root)
    {
        _root = root;
        Files = files;
        Id = Required(files.Job, root, "job_id", JsonKinds.RequiredText);
        TotalSheets = Required(files.Job, root, "total_sheets", JsonKinds.Count);
        if (TotalSheets < 1)
            throw StoreErrors.Corrupt(files.Job, "its 'total_sheets' is less than 1");
    }

    /// <summary>The files that the job lies in.</summary>
    public JobFiles Files { get; }

    /// <summary>The job's id.</summary>
    public string Id { get; }

    private int TotalSheets { get; }

    /// <summary>Reads the file of a job; nothing when there is none.</summary>
    /// <exception cref="MarianneException">The file is damaged or may not be read.</exception>
    public static async ValueTask<JobDocument?> ReadAsync(JobFiles files, CancellationToken cancellationToken)
    {
        byte[]? content = await DurableFile.ReadAsync(files.Job, cancellationToken).ConfigureAwait(false);
        return content is null ? null : new JobDocument(files, JsonFile.ParseObject(files.Job, content));
    }

    /// <summary>What a job looks like over what its file holds, or over the form of a new one.</summary>
    public static byte[] Write(Job job, JobDocument? over)
    {
        var writer = new PythonJsonWriter();
        JobFields.All.Write(job, over?._root ?? JobFields.All.Blank, writer);
        return Encoding.UTF8.GetBytes(writer.ToString());
    }

    /// <summary>The job with its sheets or alone.</summary>
    public async ValueTask<Job> ToJobAsync(bool withSheets, CancellationToken cancellationToken)
    {
        var job = new Job(Id, name: Id, TotalSheets, createdAt: default);
        JobFields.All.Read(job, _root, without: withSheets ? null : SheetsField.Name);
        await CompanionFiles.ReadAsync(Files, job, withSheets, cancellationToken).ConfigureAwait(false);
        job.AcceptAll(job.UpdatedAt);
        return job;
    }

    private static T Required<T>(string path, JsonElement root, string key, JsonKind<T> kind)
    {
        if (!root.TryGetProperty(key, out JsonElement value))
            throw StoreErrors.Corrupt(path, $"it has no '{key}', as the file of a job has");

        return kind.Read(value) is { Fault: null } reading
            ? reading.Value!
            : throw StoreErrors.Corrupt(path, $"its '{key}' is {value.GetRawText()}");
    }
}
