namespace Marianne.Commands;

/// <summary>Completes the services of the newest recoveries and of the rate limits in force.</summary>
public sealed class LearnedServiceCompleter() : RecoveryCompleter(recovery => recovery.Service)
{
    private protected override IEnumerable<string> KnownWords(MarianneStore store, CancellationToken cancellationToken) =>
        Read(store.Learning.ListRateLimitsAsync(null, null, cancellationToken)).Select(limit => limit.Service).OfType<string>();
}
