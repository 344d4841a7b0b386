using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// What we know of a job and the peer does not, in files beside the job's. The peer rewrites and deletes its file
/// without them, so each says what it belongs to and does not count when the job says otherwise.
/// </summary>
internal static class CompanionFiles
{
    /// <summary>Adds to a job what its companions tell.</summary>
    public static async ValueTask ReadAsync(
        JobFiles files, Job job, bool withSheets, CancellationToken cancellationToken)
    {
        if (withSheets)
            (await MeasuresFile.ReadAsync(files, job, cancellationToken).ConfigureAwait(false)).GiveTo(job);

        if (job.Runner is { } runner
            && await ReadAsync(files.Runner, CompanionJson.Default.RunnerNote, cancellationToken).ConfigureAwait(false)
                is { } player
            && player.Pid == runner.Pid)
        {
            job.Runner = new RunnerProcess(player.Pid, player.Host, player.StartMark);
        }

        if (await ReadAsync(files.About, CompanionJson.Default.AboutNote, cancellationToken).ConfigureAwait(false)
                is { } about
            && about.CreatedAt == StoredTime.WithZ(job.CreatedAt))
        {
            job.Description = about.Description;
        }
    }

    /// <summary>Writes those that say something else than before.</summary>
    /// <param name="files">The files of the job.</param>
    /// <param name="job">The job.</param>
    /// <param name="before">The job as it is stored; nothing when it is new.</param>
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
            Write(files.About, files, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.AboutNote));
        }
    }

    /// <summary>Removes all of them, the history too.</summary>
    public static void Delete(JobFiles files)
    {
        DurableFile.Delete(files.History);
        DurableFile.DeleteFolder(files.Attached);
        DurableFile.Delete(files.Runner);
        DurableFile.Delete(files.About);
        DurableFile.Delete(files.Sheets);
        DurableFile.Delete(files.Unfinished);
    }

    /// <summary>What a companion holds; nothing when there is none.</summary>
    /// <exception cref="MarianneException">It is damaged or may not be read.</exception>
    public static async ValueTask<T?> ReadAsync<T>(
        string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        byte[]? content = await DurableFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            return content is null ? null : JsonSerializer.Deserialize(content, type);
        }
        catch (JsonException error)
        {
            throw JsonFile.NotJson(path, error);
        }
    }

    private static void Write(string path, JobFiles files, byte[] content) =>
        DurableFile.Write(path, files.Unfinished, content);
}

/// <summary>The process that plays a job.</summary>
internal sealed record RunnerNote(int Pid, string? Host, string? StartMark);

/// <summary>What a job is for. The time when it was made tells it from a later job with the same id.</summary>
internal sealed record AboutNote(string CreatedAt, string? Description);

/// <summary>How companions are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunnerNote))]
[JsonSerializable(typeof(AboutNote))]
[JsonSerializable(typeof(MeasuresNotes))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(List<RecordedAttempt>))]
internal sealed partial class CompanionJson : JsonSerializerContext;
