using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The log of the outputs of a job's sheets. Each line has those of one attempt. It is written before the job is saved, and names the
/// attempt, so it is ignored if the save did not happen or the sheet has had another attempt since.
/// </summary>
internal static class OutputLogFile
{
    /// <summary>Texts are kept as they are, so that a value is the same in all stores.</summary>
    private static readonly CompanionJson Readable =
        new(new JsonSerializerOptions(CompanionJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Adds the outputs of an attempt that completes its sheet.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="sheet">The completed sheet.</param>
    /// <param name="outputs">The outputs.</param>
    public static void Append(string path, Sheet sheet, IReadOnlyCollection<SheetOutput> outputs)
    {
        if (outputs.Count == 0)
            return;

        string? startedAt = sheet.StartedAt is { } start ? StoredTime.WithZ(start) : null;
        var line = new RecordedOutputs(sheet.Number, sheet.AttemptCount, startedAt, [.. outputs.Select(RecordedOutput.Of)]);
        LogFile.Append(
            path, [.. JsonSerializer.SerializeToUtf8Bytes(line, Readable.RecordedOutputs), LogFile.EndOfLine]);
    }

    /// <summary>Reads the outputs of the attempts that completed the sheets of a job.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<List<SheetOutput>> ReadAsync(string path, Job job, CancellationToken cancellationToken)
    {
        byte[] content = await DurableFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) ?? [];
        var ofSheets = new SortedDictionary<int, RecordedOutputs>();
        foreach (ReadOnlyMemory<byte> line in LogFile.Lines(content))
        {
            RecordedOutputs outputs = ReadLine(path, line);
            if (job.HasSheet(outputs.SheetNum) && outputs.BelongsTo(job.Sheets[outputs.SheetNum - 1]))
                ofSheets[outputs.SheetNum] = outputs;
        }

        return [.. ofSheets.Values.SelectMany(outputs => outputs.Of(job.Id))];
    }

    /// <summary>Reads the paths of the files that have values, also of attempts that did not complete their sheets.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<HashSet<string>> FilesAsync(string path, CancellationToken cancellationToken)
    {
        byte[] content = await DurableFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) ?? [];
        return
        [
            .. LogFile.Lines(content).SelectMany(line => ReadLine(path, line).Outputs!)
                .Select(output => output!.ToOutput("", 1, 1).File?.Path).OfType<string>(),
        ];
    }

    /// <summary>Returns the complete lines that can be read, with their ends, and the number of those that cannot.</summary>
    public static (List<byte[]> Lines, int Damaged) ReadableLines(string path, ReadOnlyMemory<byte> content) =>
        LogFile.ReadableLines(content, line => ReadLine(path, line));

    private static RecordedOutputs ReadLine(string path, ReadOnlyMemory<byte> line)
    {
        RecordedOutputs? outputs = JsonFile.Deserialize(path, line.Span, CompanionJson.Default.RecordedOutputs);
        return outputs?.IsComplete is true
            ? outputs
            : throw StoreErrors.Corrupt(path, "a line of it does not have the outputs of an attempt");
    }
}
