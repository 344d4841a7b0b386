using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The recorded attempts of a job. Each line is the JSON list of those that were recorded together, so that they are
/// there all or none: a last line without its end, left by a kill, does not count.
/// </summary>
internal static class AttemptLogFile
{
    private const byte EndOfLine = (byte)'\n';
    private const int Block = 4096;

    /// <summary>Every attempt, in the order in which they were recorded.</summary>
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

    /// <summary>Adds attempts behind the last whole line, with ids that go on from it.</summary>
    /// <returns>The attempts with their ids, and how to take them back.</returns>
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
            return (recorded, end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Adds an attempt, if there is one, and takes it back when what is to follow it fails.</summary>
    public static Execution? Append(string path, Execution? attempt, Action follow)
    {
        if (attempt is null)
        {
            follow();
            return null;
        }

        (IReadOnlyList<Execution> recorded, long lengthBefore) = Append(path, [attempt]);
        try
        {
            follow();
            return recorded[0];
        }
        catch
        {
            CutOff(path, lengthBefore);
            throw;
        }
    }

    /// <summary>Takes back what was added last.</summary>
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

    /// <summary>The place after the last end of a line before a place.</summary>
    private static long AfterLineBefore(FileStream file, long place)
    {
        Span<byte> block = stackalloc byte[Block];
        while (place > 0)
        {
            int length = (int)Math.Min(Block, place);
            file.Position = place - length;
            file.ReadExactly(block[..length]);
            int found = block[..length].LastIndexOf(EndOfLine);
            place -= length;
            if (found >= 0)
                return place + found + 1;
        }

        return 0;
    }

    private static List<Execution> ReadLine(string path, ReadOnlySpan<byte> line)
    {
        try
        {
            var attempts = JsonSerializer.Deserialize(line, CompanionJson.Default.ListRecordedAttempt);
            return attempts is { Count: > 0 } && !attempts.Contains(null!)
                ? attempts.ConvertAll(attempt => attempt.ToExecution() ?? throw NoAttempt())
                : throw NoAttempt();
        }
        catch (JsonException error)
        {
            throw JsonFile.NotJson(path, error);
        }

        MarianneException NoAttempt() => StoreErrors.Corrupt(path, "a line of it holds no recorded attempt");
    }
}
