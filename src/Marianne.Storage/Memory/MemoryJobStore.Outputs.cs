using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    private readonly Dictionary<string, SortedDictionary<int, (SheetVersion Version, IReadOnlyList<SheetOutput> Outputs)>> _outputs =
        new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SheetOutput> ListOutputsAsync(
        OutputQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        foreach (SheetOutput output in OutputsOf(query))
        {
            Enter(cancellationToken);
            yield return output;
        }

        await Task.CompletedTask.ConfigureAwait(false); // An async iterator needs an await.
    }

    private SheetOutput[] OutputsOf(OutputQuery query)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(query.JobId, out Job? job) || !_outputs.TryGetValue(query.JobId, out var ofJob))
                return [];

            return
            [
                .. ofJob.Where(sheet => job.Sheets.Find(sheet.Key) is { } current && SheetVersion.Of(current) == sheet.Value.Version)
                    .SelectMany(sheet => sheet.Value.Outputs).Where(query.Matches),
            ];
        }
    }

    private void Keep(Sheet sheet, IReadOnlyList<SheetOutput> outputs)
    {
        if (outputs.Count == 0)
            return;
        if (!_outputs.TryGetValue(sheet.JobId, out var ofJob))
            _outputs.Add(sheet.JobId, ofJob = []);
        var ordered = outputs.OrderBy(output => output.Name, StringComparer.Ordinal).ToArray();
        ofJob[sheet.Number] = (new SheetVersion(SheetStatus.Completed, sheet.AttemptCount, sheet.StartedAt), ordered);
    }
}
