using Marianne.Learning;
using WaitRequest = Marianne.Waits.WaitRequest;

namespace Marianne.Testing.Simulation;

/// <summary>
/// Waits as another policy says, but records rubbish in place of some incidents, as a broken clock or a mistake in a script can leave
/// behind.
/// </summary>
/// <param name="policy">The other policy.</param>
/// <param name="share">The share of the incidents, 0 to 1.</param>
/// <param name="random">The source of random numbers.</param>
public sealed class RubbishPolicy(IWaitPolicy policy, double share, Random random) : IWaitPolicy
{
    private static readonly (double Seconds, bool Recovered)[] Kinds = [(1, true), (1e6, true), (10, true), (3e6, false)];

    private readonly Dictionary<string, bool> _isRubbish = [];

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> NextAsync(WaitRequest request) => policy.NextAsync(request);

    /// <inheritdoc/>
    public async ValueTask RecordAsync(LearnedRecovery attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        bool isFirst = !_isRubbish.TryGetValue(attempt.Incident!, out bool isRubbish);
        if (isFirst)
        {
            isRubbish = random.NextDouble() < share;
            _isRubbish.Add(attempt.Incident!, isRubbish);
        }

        if (!isRubbish)
            await policy.RecordAsync(attempt).ConfigureAwait(false);
        else if (isFirst)
            await policy.RecordAsync(ToRubbish(attempt)).ConfigureAwait(false);
    }

    private LearnedRecovery ToRubbish(LearnedRecovery attempt)
    {
        (double seconds, bool recovered) = Kinds[random.Next(Kinds.Length)];
        return attempt with { ActualWait = TimeSpan.FromSeconds(seconds), Recovered = recovered };
    }
}
