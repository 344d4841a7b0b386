using Marianne.Durations;

namespace Marianne.Policies;

/// <summary>Detects a sheet that no longer writes output. The members are thread-safe.</summary>
public sealed class StaleDetector
{
    private readonly TimeProvider _time;
    private readonly TimeSpan? _idleTimeout;
    private long _lastOutput;

    /// <summary>Creates a detector and starts to measure the time without output.</summary>
    /// <param name="options">The score's options for this check.</param>
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

    /// <summary>Records that the sheet wrote output.</summary>
    public void SawOutput() => Volatile.Write(ref _lastOutput, _time.GetTimestamp());
}
