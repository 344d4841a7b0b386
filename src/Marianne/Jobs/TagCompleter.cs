using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the distinct tags of jobs for a parameter that supports wildcards.</summary>
public class TagCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        var query = new JobQuery { Tag = word.Fits, WithSheets = false };
        return Read(store.Jobs.ListAsync(query, cancellationToken), cancellationToken)
            .SelectMany(job => job.Tag.Where(word.Fits).Select(tag => (Tag: tag, Job: job)))
            .DistinctBy(found => found.Tag, StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(found => ResultOf(found.Tag, $"The most recent job is {found.Job.Id}."));
    }

    /// <summary>Creates the result for a tag.</summary>
    private protected virtual CompletionResult ResultOf(string tag, string tip) => CompletionWord.Pattern(tag, tip);
}
