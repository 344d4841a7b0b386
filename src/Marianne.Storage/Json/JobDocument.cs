using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The content of a job's file.</summary>
internal sealed class JobDocument
{
    /// <summary>By how many bytes a change makes a file longer, usually at most.</summary>
    private const int ExpectedGrowth = 8192;

    private readonly JobText _text;
    private readonly FileStamp _stamp;

    private JobDocument(JobFiles files, FileStamp stamp, JobText text, ReadJob? known)
    {
        _text = text;
        _stamp = stamp;
        Known = known;
        Files = files;
        Id = Required(files.Job, text.Root, "job_id", JsonKinds.RequiredText);
        TotalSheets = Required(files.Job, text.Root, "total_sheets", JsonKinds.Count);
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
        ReadJob? known = read?.Of(files.Job);
        ReadOnlyMemory<byte>? found = await DurableFile
            .ReadAsync(files.Job, known?.Content ?? default, cancellationToken).ConfigureAwait(false);
        if (found is not { } content)
            return null;

        return JsonFile.Read(files.Job, () => new JobDocument(files, stamp, TextOf(), known));

        JobText TextOf() => known is null ? JobText.Of(content, Parse()) : known.TextOf(content, Parse);

        JsonElement Parse() => JsonFile.ParseObject(files.Job, content);
    }

    /// <summary>Returns the new text of a job's file.</summary>
    /// <param name="job">The job.</param>
    /// <param name="over">The existing content; <c>null</c> for a new job.</param>
    public static JobText Write(Job job, JobDocument? over)
    {
        return over is null
            ? Write(JobText.Of(default, JsonLayout.Job.Blank) with { IsWhole = false })
            : JsonFile.Read(over.Files.Job, () => Write(over._text));

        JobText Write(JobText existing)
        {
            var writer = new PythonJsonWriter(existing.Content.Length + ExpectedGrowth);
            Range value = default;
            List<SheetText>? sheets = null;
            JsonLayout.Job.Write(job, existing.Root, writer, WriteSheets);
            return sheets is null
                ? JobText.Of(writer.Written, JsonFile.ParseObject(over!.Files.Job, writer.Written))
                : JobText.Of(writer.Written, value, sheets);

            bool WriteSheets(JsonField<Job> field)
            {
                if (field != JsonLayout.Sheets || existing.Sheets is null || (existing.IsWhole && !job.Sheets.Changed.Any()))
                    return false;

                int start = writer.Written.Length;
                sheets = SheetsField.Write(job, existing.Sheets, writer);
                value = start..writer.Written.Length;
                return true;
            }
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
        JsonLayout.Job.Read(job, _text.Root, except: SheetsField.Name);
        if (withSheets && _text.Sheets is { } sheets)
            JsonLayout.Sheets.Read(job, sheets, only);

        foreach (JsonProperty member in withSheets && _text.Sheets is null ? _text.Root.EnumerateObject() : default)
        {
            if (JsonFile.NameOf(member) == SheetsField.Name)
                JsonLayout.Sheets.Read(job, member.Value, only);
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
