using System.Collections;
using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Completes the services of the rate limits in force.</summary>
public sealed class LimitedServiceCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken)
    {
        IReadOnlyList<LearnedRateLimit> limits = Read(store.Learning.ListRateLimitsAsync(null, null, cancellationToken));
        return limits
            .Where(limit => limit.Service is { } service && word.Fits(service))
            .DistinctBy(limit => limit.Service)
            .Take(MaximumResults)
            .Select(limit => CompletionWord.Result(
                limit.Service!, $"{limit.ErrorCode}, {DisplayText.Duration(limit.Remaining)} left"));
    }
}
