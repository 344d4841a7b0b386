using Marianne.Waits;

namespace Marianne.Testing.Simulation;

/// <summary>Waits for 10 seconds, and twice as long after each failed attempt, with a jitter of up to a quarter; at most an hour.</summary>
/// <param name="random">The source of the jitter.</param>
public sealed class BackoffPolicy(Random random) : IWaitPolicy
{
    private const double First = 10;
    private const double Jitter = 0.25;
    private const double Most = 3600;

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> NextAsync(WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        double seconds = First * Math.Pow(2, request.FailedTries) * (1 + (Jitter * random.NextDouble()));
        return new ValueTask<TimeSpan?>(request.Waited + TimeSpan.FromSeconds(Math.Min(seconds, Most)));
    }
}
