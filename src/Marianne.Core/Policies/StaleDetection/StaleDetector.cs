using Marianne.Durations;

namespace Marianne.Policies;

/// <summary>Knows for how long a sheet has written nothing. Any thread may tell it of output.</summary>
public sealed class StaleDetector
{
    private readonly TimeProvider _time;
    private readonly TimeSpan? _idleTimeout;
    private long _lastOutput;

    /// <summary>Begins to count.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="time">The clock.</param>
    public StaleDetector(StaleDetectionOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);

        _time = time;
        _idleTimeout = options.Enabled ? Duration.FromSeconds(options.IdleTimeoutSeconds) : null;
        SawOutput();
    }

    /// <summary>Indicates whether the sheet has written nothing for the idle timeout of the score, or longer.</summary>
    public bool IsStale => _time.GetElapsedTime(Volatile.Read(ref _lastOutput)) >= _idleTimeout;

    /// <summary>Tells that the sheet wrote something.</summary>
    public void SawOutput() => Volatile.Write(ref _lastOutput, _time.GetTimestamp());
}
