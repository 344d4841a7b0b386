using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes names of jobs, each once, for a parameter that takes wildcards.</summary>
public class JobNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        var query = new JobQuery { NamePrefix = word.Prefix, Name = word.Fits, WithSheets = false };
        return Read(store.Jobs.ListAsync(query, cancellationToken), cancellationToken)
            .DistinctBy(job => job.Name)
            .Take(MostResults)
            .Select(job => ResultOf(job.Name, $"The last one is {job.Id}."));
    }

    /// <summary>The result that stands for a name.</summary>
    private protected virtual CompletionResult ResultOf(string name, string tip) => CompletionWord.Pattern(name, tip);
}
