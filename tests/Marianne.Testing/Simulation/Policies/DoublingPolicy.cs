using Marianne.Waits;

namespace Marianne.Testing.Simulation;

/// <summary>Tries first after an eighth of the static delay, and then always after twice the time waited so far.</summary>
/// <remarks>Without any knowledge, doubling is at most twice as late as possible: only the last wait is paid in full.</remarks>
public sealed class DoublingPolicy : IWaitPolicy
{
    private const double FirstShare = 1.0 / 8;

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> NextAsync(WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ValueTask<TimeSpan?>(request.Waited > TimeSpan.Zero ? request.Waited * 2 : request.StaticDelay * FirstShare);
    }
}
