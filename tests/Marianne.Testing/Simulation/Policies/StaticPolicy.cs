using Marianne.Waits;

namespace Marianne.Testing.Simulation;

/// <summary>Waits for the static delay before each attempt.</summary>
public sealed class StaticPolicy : IWaitPolicy
{
    /// <inheritdoc/>
    public ValueTask<TimeSpan?> NextAsync(WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ValueTask<TimeSpan?>(request.Waited + request.StaticDelay);
    }
}
