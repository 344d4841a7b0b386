using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the ids of workers, those that were seen last first.</summary>
public sealed class WorkerIdCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        IReadOnlyList<Worker> workers = Read(store.Jobs.ListWorkersAsync(cancellationToken));
        return workers.Where(worker => word.Fits(worker.Id)).Take(MaximumResults)
            .Select(worker => CompletionWord.Pattern(worker.Id, worker.IsGone ? $"{worker.Process}, gone" : $"{worker.Process}"));
    }
}
