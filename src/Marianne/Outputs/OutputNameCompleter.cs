using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the names of the outputs of the job on the command line.</summary>
public sealed class OutputNameCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        if (JobIdOf(parameters) is not { } id)
            return [];

        var query = new OutputQuery { JobId = id, Name = word.Fits };
        return Read(store.Jobs.ListOutputsAsync(query, cancellationToken), cancellationToken)
            .DistinctBy(output => output.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaximumResults)
            .Select(output => CompletionWord.Pattern(output.Name, $"Sheet {output.SheetNumber} has this output."));
    }
}
