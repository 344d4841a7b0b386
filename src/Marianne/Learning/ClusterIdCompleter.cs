using System.Collections;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Completes the ids of clusters of workspaces.</summary>
public sealed class ClusterIdCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> clusters = Read(store.Learning.ListClusterIdsAsync(cancellationToken));
        return clusters.Where(word.Fits).Take(MaximumResults).Select(id => CompletionWord.Result(id, id));
    }
}
