namespace Marianne.Commands;

/// <summary>Completes the models of the newest recoveries and of the rate limits in force.</summary>
public sealed class LearnedModelCompleter() : RecoveryCompleter(recovery => recovery.Model)
{
    private protected override IEnumerable<string> KnownWords(MarianneStore store, CancellationToken cancellationToken) =>
        Read(store.Learning.ListRateLimitsAsync(null, null, cancellationToken)).Select(limit => limit.Model).OfType<string>();
}
