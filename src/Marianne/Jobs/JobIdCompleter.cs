using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the ids of jobs, the most recently updated first.</summary>
public sealed class JobIdCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        var query = new JobQuery { IdPrefix = word.Prefix, Id = word.Fits, WithSheets = false, First = MaximumResults };
        return Read(store.Jobs.ListAsync(query, cancellationToken), cancellationToken)
            .Select(job => CompletionWord.Result(job.Id, $"{DisplayText.Status(job)}: {job.Name}"));
    }
}
