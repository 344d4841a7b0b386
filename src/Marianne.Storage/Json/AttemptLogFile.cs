using System.Text;
using System.Text.Json;
using Marianne.Files;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The log of a job's recorded attempts. Each line is the JSON list of the attempts that were recorded together, so that
/// either all of them are recorded or none: a last line without a line end was interrupted and is ignored.
/// </summary>
/// <remarks>
/// An attempt that ends with a change of its sheet is written before the job is saved, and names the version of the job that the
/// save replaces. If the job still has that version, the save did not happen: the last line is ignored, and the next writer
/// removes it.
/// </remarks>
internal static class AttemptLogFile
{
    /// <summary>Reads the attempts that the saved job knows, in the order in which they were recorded.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="version">Reads the version of the job. It is called after the log was read, if that is necessary.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<List<Execution>> ReadAsync(
        string path, Func<ValueTask<DateTimeOffset?>> version, CancellationToken cancellationToken)
    {
        byte[] content = await DurableFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) ?? [];
        List<List<RecordedAttempt>> lines = Lines(path, content);

        // A job that is read after its log is at least as new as the log.
        if (lines.Count > 0 && lines[^1][^1].SavedOver is { } savedOver
            && await version().ConfigureAwait(false) is { } saved && StoredTime.WithZ(saved) == savedOver)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return [.. lines.SelectMany(line => ToExecutions(path, line))];
    }

    /// <summary>Returns the complete lines that can be read, with their ends, and the number of those that cannot.</summary>
    public static (List<byte[]> Lines, int Damaged) ReadableLines(string path, ReadOnlyMemory<byte> content) =>
        LogFile.ReadableLines(content, line => ToExecutions(path, ReadLine(path, line.Span)));

    /// <summary>Adds attempts after the last complete line. Their ids continue from it.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="executions">The attempts.</param>
    /// <param name="savedOver">
    /// The version of the job that is replaced when the job is saved after this call; <c>null</c> if the attempts are recorded
    /// alone.
    /// </param>
    /// <param name="after">The id of the last attempt that was cleared; 0 if there is none.</param>
    /// <returns>The attempts with their ids, and the length to which the file must be cut to undo the call.</returns>
    public static (IReadOnlyList<Execution> Recorded, long LengthBefore) Append(
        string path, IEnumerable<Execution> executions, DateTimeOffset? savedOver = null, long after = 0)
    {
        try
        {
            using FileStream file = DurableFile.OpenWrite(path, FileShare.Read | FileShare.Delete);
            long end = LogFile.AfterLineBefore(file, file.Length);
            long id = Math.Max(LastId(path, file, end), after);
            Execution[] recorded =
            [
                .. executions.Select(execution => execution with
                {
                    Id = ++id,
                    ExecutedAt = StoredTime.Truncate(execution.ExecutedAt),
                }),
            ];

            file.SetLength(end);
            file.Position = end;
            file.Write(Line(recorded, savedOver));
            file.Flush(flushToDisk: true);
            if (end == 0)
                DurableFolder.FlushEntryOf(path); // The file may be new.
            return (recorded, end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Replaces the log by one with the same attempts, without their prompts and outputs. The caller holds the lock of the job.</summary>
    /// <param name="files">The files of the job.</param>
    /// <param name="attempts">All attempts of the log.</param>
    public static void WriteWithoutTexts(JobFiles files, IEnumerable<Execution> attempts) => DurableFile.Write(
        files.AttemptLog,
        files.Unfinished,
        attempts.Select(attempt =>
            (ReadOnlyMemory<byte>)Line([attempt with { Prompt = null, Output = null }], savedOver: null)));

    /// <summary>Removes the last line if it belongs to a save that did not happen.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="version">The version of the job.</param>
    public static void RemoveUnsaved(string path, DateTimeOffset version)
    {
        try
        {
            if (!File.Exists(path))
                return;

            using FileStream file = DurableFile.OpenWrite(path, FileShare.Read | FileShare.Delete);
            long end = LogFile.AfterLineBefore(file, file.Length);
            if (EndsWith(file, end, EndOfUnsavedLine(version)))
                Cut(file, LogFile.AfterLineBefore(file, end - 1));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Removes the attempts that were added last.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="length">The length of the log before they were added.</param>
    public static void CutOff(string path, long length)
    {
        try
        {
            using FileStream file = DurableFile.OpenWrite(path, FileShare.Read | FileShare.Delete);
            Cut(file, length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    private static void Cut(FileStream file, long length)
    {
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    private static byte[] Line(IEnumerable<Execution> executions, DateTimeOffset? savedOver)
    {
        string? version = savedOver is { } known ? StoredTime.WithZ(known) : null;
        return
        [
            .. JsonSerializer.SerializeToUtf8Bytes(
                [.. executions.Select(execution => RecordedAttempt.Of(execution, version))],
                CompanionJson.Default.ListRecordedAttempt),
            LogFile.EndOfLine,
        ];
    }

    /// <summary>Returns how a line ends that was written before a save. No text in a line can end so: its quotes are escaped.</summary>
    private static byte[] EndOfUnsavedLine(DateTimeOffset version) =>
        Encoding.UTF8.GetBytes($"\"saved_over\":\"{StoredTime.WithZ(version)}\"}}]\n");

    private static bool EndsWith(FileStream file, long end, byte[] expected)
    {
        if (end < expected.Length)
            return false;

        byte[] actual = new byte[expected.Length];
        file.Position = end - expected.Length;
        file.ReadExactly(actual);
        return actual.AsSpan().SequenceEqual(expected);
    }

    private static long LastId(string path, FileStream file, long end)
    {
        if (end == 0)
            return 0;

        long start = LogFile.AfterLineBefore(file, end - 1);
        byte[] line = new byte[end - 1 - start];
        file.Position = start;
        file.ReadExactly(line);
        return ReadLine(path, line)[^1].Id;
    }

    private static List<List<RecordedAttempt>> Lines(string path, byte[] content) =>
        LogFile.Lines(content).ConvertAll(line => ReadLine(path, line.Span));

    private static List<RecordedAttempt> ReadLine(string path, ReadOnlySpan<byte> line)
    {
        List<RecordedAttempt>? attempts;
        try
        {
            JsonFile.CheckEncoding(path, line);
            attempts = JsonSerializer.Deserialize(line, CompanionJson.Default.ListRecordedAttempt);
        }
        catch (JsonException)
        {
            return Salvage(path, line);
        }

        bool isComplete = attempts is { Count: > 0 }
            && attempts.TrueForAll(attempt => attempt is { JobId.Length: > 0, ExecutedAt: not null });
        return isComplete ? attempts! : Salvage(path, line);
    }

    /// <summary>Reads a line with invalid values, which must not hide the others.</summary>
    private static List<RecordedAttempt> Salvage(string path, ReadOnlySpan<byte> line)
    {
        JsonElement root = JsonFile.Parse(path, line.ToArray());
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
            throw NoAttempt(path);
        return JsonFile.Read(
            path, () => root.EnumerateArray().Select(item => RecordedAttempt.Salvage(item) ?? throw NoAttempt(path)).ToList());
    }

    private static List<Execution> ToExecutions(string path, List<RecordedAttempt> line) =>
        JsonFile.Read(path, () => line.ConvertAll(attempt => attempt.ToExecution()));

    private static MarianneException NoAttempt(string path) =>
        StoreErrors.Corrupt(path, "a line of it is not a recorded attempt");
}
