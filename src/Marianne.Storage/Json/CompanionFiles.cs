using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The parts of a job that other implementations do not store, in files beside the job's. Other implementations rewrite and
/// delete the job's file alone, so each companion names what it belongs to and is ignored if the job does not match.
/// </summary>
internal static class CompanionFiles
{
    /// <summary>Sets the properties of a job that its companions hold.</summary>
    public static async ValueTask ReadAsync(
        JobFiles files,
        Job job,
        bool withSheets,
        IReadOnlyCollection<int>? only,
        ReadJob? known,
        CancellationToken cancellationToken)
    {
        if (withSheets)
        {
            await ItemsFile.ReadAsync(files, job, only, known, cancellationToken).ConfigureAwait(false);
            (await MeasuresFile.ReadAsync(files, job, known, cancellationToken).ConfigureAwait(false)).Apply(job, only);
        }

        if (job.Runner is { } runner
            && await ReadAsync(files.Runner, CompanionJson.Default.RunnerNote, cancellationToken).ConfigureAwait(false)
                is { } note
            && note.Pid == runner.Pid)
        {
            job.SetRunner(new RunnerProcess(note.Pid, note.Host, note.StartMark));
        }

        if (await ReadAsync(files.Description, CompanionJson.Default.AboutNote, cancellationToken).ConfigureAwait(false)
                is { } about
            && about.CreatedAt == StoredTime.WithZ(job.CreatedAt))
        {
            job.Description = about.Description;
        }

        await ReadTagsAsync(files, job, cancellationToken).ConfigureAwait(false);
        await ReadOriginAsync(files, job, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets what a job was forked from, and the id of its run.</summary>
    public static async ValueTask ReadOriginAsync(JobFiles files, Job job, CancellationToken cancellationToken)
    {
        if (await ReadAsync(files.Origin, CompanionJson.Default.OriginNote, cancellationToken).ConfigureAwait(false) is { } note
            && note.CreatedAt == StoredTime.WithZ(job.CreatedAt))
        {
            job.SetOrigin(note.ForkedFrom, note.RunId);
        }
    }

    /// <summary>Sets the tags of a job.</summary>
    public static async ValueTask ReadTagsAsync(JobFiles files, Job job, CancellationToken cancellationToken)
    {
        if (await ReadAsync(files.Tags, CompanionJson.Default.TagsNote, cancellationToken).ConfigureAwait(false) is { } note
            && note.CreatedAt == StoredTime.WithZ(job.CreatedAt))
        {
            job.Tag = JobTags.Of(note.Tags);
        }
    }

    /// <summary>Writes the companions whose content changed.</summary>
    /// <param name="files">The job's files.</param>
    /// <param name="job">The job.</param>
    /// <param name="before">The stored version of the job; <c>null</c> if it is new.</param>
    public static void Write(JobFiles files, Job job, Job? before)
    {
        if (job.Runner is { } runner && runner != before?.Runner)
        {
            var note = new RunnerNote(runner.Pid, runner.Host, runner.StartMark);
            Write(files.Runner, files, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.RunnerNote));
        }

        if (job.Description != before?.Description)
        {
            var note = new AboutNote(StoredTime.WithZ(job.CreatedAt), job.Description);
            Write(files.Description, files, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.AboutNote));
        }

        if (before is null && (job.ForkedFrom, job.RunId) != (null, null))
        {
            var note = new OriginNote(StoredTime.WithZ(job.CreatedAt), job.ForkedFrom, job.RunId);
            Write(files.Origin, files, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.OriginNote));
        }

        if (!job.Tag.SequenceEqual(before?.Tag ?? []))
        {
            var note = new TagsNote(StoredTime.WithZ(job.CreatedAt), job.Tag);
            Write(files.Tags, files, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.TagsNote));
        }
    }

    /// <summary>Deletes all companions, including the recorded attempts.</summary>
    public static void Delete(JobFiles files) =>
        DurableFile.Delete([.. WithValues(files), files.AttemptLog, files.Claims, files.Cleared, files.Unfinished]);

    /// <summary>Returns the number of bytes of a job and its companions without those of the recorded attempts.</summary>
    public static long LengthBesideAttempts(JobFiles files) => WithValues(files).Append(files.Job).Sum(LengthOf);

    /// <summary>Returns the companions that have texts and values of the job.</summary>
    private static IEnumerable<string> WithValues(JobFiles files) =>
    [
        files.Histories, files.Runner, files.Description, files.Tags, files.Origin, files.Measures, files.Items, files.Outputs,
        files.Approvals,
    ];

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length
        : new DirectoryInfo(path) is { Exists: true } folder ? folder.EnumerateFiles().Sum(inner => inner.Length)
        : 0;

    /// <summary>Reads a companion, or returns <c>null</c> if it does not exist.</summary>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<T?> ReadAsync<T>(
        string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, ReadJob? known = null)
        where T : class
    {
        ReadOnlyMemory<byte>? read = await DurableFile
            .ReadAsync(path, known?.ContentOf(path) ?? default, cancellationToken).ConfigureAwait(false);
        return read is not { } content ? null : known is null ? Parse() : known.CompanionOf(path, content, Parse);

        T? Parse() => JsonFile.Deserialize(path, content.Span, type);
    }

    private static void Write(string path, JobFiles files, byte[] content) =>
        DurableFile.Write(path, files.Unfinished, content);
}

/// <summary>The runner process of a job.</summary>
internal sealed record RunnerNote(int Pid, string? Host, string? StartMark);

/// <summary>The description of a job. The creation time distinguishes the job from a later one with the same id.</summary>
internal sealed record AboutNote(string CreatedAt, string? Description);

/// <summary>The tags of a job. The creation time distinguishes the job from a later one with the same id.</summary>
internal sealed record TagsNote(string CreatedAt, IReadOnlyList<string?>? Tags);

/// <summary>
/// What a job was forked from, and the id of its run. The creation time distinguishes the job from a later one with the same id.
/// </summary>
internal sealed record OriginNote(string CreatedAt, string? ForkedFrom, string? RunId);

/// <summary>Serialization metadata of companions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 2 * OutputValidator.MaximumDepth)]
[JsonSerializable(typeof(RunnerNote))]
[JsonSerializable(typeof(AboutNote))]
[JsonSerializable(typeof(TagsNote))]
[JsonSerializable(typeof(OriginNote))]
[JsonSerializable(typeof(MeasuresNotes))]
[JsonSerializable(typeof(MeasuresNote))]
[JsonSerializable(typeof(ItemNotes))]
[JsonSerializable(typeof(ClaimsNote))]
[JsonSerializable(typeof(ClearedNote))]
[JsonSerializable(typeof(ArchiveNote))]
[JsonSerializable(typeof(ApprovalsNote))]
[JsonSerializable(typeof(RetentionNote))]
[JsonSerializable(typeof(RecordedOutputs))]
[JsonSerializable(typeof(SheetOutput))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(List<RecordedAttempt>))]
internal sealed partial class CompanionJson : JsonSerializerContext;
