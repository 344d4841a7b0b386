using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the distinct names of jobs for a parameter that supports wildcards.</summary>
public class JobNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        var query = new JobQuery { NamePrefix = word.Prefix, Name = word.Fits, WithSheets = false };
        return Read(store.Jobs.ListAsync(query, cancellationToken), cancellationToken)
            .DistinctBy(job => job.Name)
            .Take(MaximumResults)
            .Select(job => ResultOf(job.Name, $"The most recent job is {job.Id}."));
    }

    /// <summary>Creates the result for a name.</summary>
    private protected virtual CompletionResult ResultOf(string name, string tip) => CompletionWord.Pattern(name, tip);
}
