using System.Text.Json;
using Marianne.Files;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The log of a job's recorded attempts. Each line is the JSON list of the attempts that were recorded together, so that
/// either all of them are recorded or none: a last line without a line end was interrupted and is ignored.
/// </summary>
internal static class AttemptLogFile
{
    private const byte EndOfLine = (byte)'\n';
    private const int Block = 4096;

    /// <summary>Reads all attempts in the order in which they were recorded.</summary>
    public static async ValueTask<List<Execution>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] content = await DurableFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) ?? [];
        var executions = new List<Execution>();
        ReadOnlySpan<byte> rest = content;
        for (int end = rest.IndexOf(EndOfLine); end >= 0; end = rest.IndexOf(EndOfLine))
        {
            executions.AddRange(ReadLine(path, rest[..end]));
            rest = rest[(end + 1)..];
        }

        return executions;
    }

    /// <summary>Returns the complete lines that can be read, with their ends, and the number of those that cannot.</summary>
    public static (List<byte[]> Lines, int Damaged) ReadableLines(string path, ReadOnlySpan<byte> content)
    {
        var lines = new List<byte[]>();
        int damaged = 0;
        for (int end = content.IndexOf(EndOfLine); end >= 0; end = content.IndexOf(EndOfLine))
        {
            try
            {
                _ = ReadLine(path, content[..end]);
                lines.Add(content[..(end + 1)].ToArray());
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damaged++;
            }

            content = content[(end + 1)..];
        }

        return (lines, damaged);
    }

    /// <summary>Adds attempts after the last complete line. Their ids continue from it.</summary>
    /// <returns>The attempts with their ids, and the length to which the file must be cut to undo the call.</returns>
    public static (IReadOnlyList<Execution> Recorded, long LengthBefore) Append(
        string path, IEnumerable<Execution> executions)
    {
        try
        {
            using FileStream file = DurableFile.OpenWrite(path, FileShare.Read | FileShare.Delete);
            long end = AfterLineBefore(file, file.Length);
            long id = LastId(path, file, end);
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
            file.Write(Line(recorded));
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

    /// <summary>
    /// Adds an attempt, if there is one, runs the next step, and removes the attempt again if that step fails.
    /// </summary>
    public static Execution? Append(string path, Execution? attempt, Action next)
    {
        if (attempt is null)
        {
            next();
            return null;
        }

        (IReadOnlyList<Execution> recorded, long lengthBefore) = Append(path, [attempt]);
        try
        {
            next();
            return recorded[0];
        }
        catch
        {
            CutOff(path, lengthBefore);
            throw;
        }
    }

    /// <summary>Removes the attempts that were added last.</summary>
    public static void CutOff(string path, long length)
    {
        using FileStream file = DurableFile.OpenWrite(path, FileShare.Read | FileShare.Delete);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    private static byte[] Line(IEnumerable<Execution> executions) =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            [.. executions.Select(RecordedAttempt.Of)], CompanionJson.Default.ListRecordedAttempt),
        EndOfLine,
    ];

    private static long LastId(string path, FileStream file, long end)
    {
        if (end == 0)
            return 0;

        long start = AfterLineBefore(file, end - 1);
        byte[] line = new byte[end - 1 - start];
        file.Position = start;
        file.ReadExactly(line);
        return ReadLine(path, line)[^1].Id;
    }

    /// <summary>Returns the position after the last line end before a position.</summary>
    private static long AfterLineBefore(FileStream file, long position)
    {
        Span<byte> block = stackalloc byte[Block];
        while (position > 0)
        {
            int length = (int)Math.Min(Block, position);
            file.Position = position - length;
            file.ReadExactly(block[..length]);
            int found = block[..length].LastIndexOf(EndOfLine);
            position -= length;
            if (found >= 0)
                return position + found + 1;
        }

        return 0;
    }

    private static List<Execution> ReadLine(string path, ReadOnlySpan<byte> line)
    {
        var attempts = JsonFile.Deserialize(path, line, CompanionJson.Default.ListRecordedAttempt);
        return attempts is { Count: > 0 } && !attempts.Contains(null!)
            ? attempts.ConvertAll(attempt => attempt.ToExecution() ?? throw NoAttempt())
            : throw NoAttempt();

        MarianneException NoAttempt() => StoreErrors.Corrupt(path, "a line of it is not a recorded attempt");
    }
}
