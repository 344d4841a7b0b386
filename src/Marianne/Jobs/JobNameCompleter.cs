using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes names of jobs, each once.</summary>
public sealed class JobNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        IJobStore jobs, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        var query = new JobQuery { NamePrefix = word.Prefix, Name = word.Fits, WithSheets = false };
        return Read(jobs.ListAsync(query, cancellationToken), cancellationToken)
            .DistinctBy(job => job.Name)
            .Take(MostResults)
            .Select(job => CompletionWord.Pattern(job.Name, $"The last one is {job.Id}."));
    }
}
