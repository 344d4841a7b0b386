using Marianne.Jobs;

namespace Marianne.Working;

/// <summary>
/// The time of the store: the one of this machine, corrected by how much it differs. So a sheet is due for all workers at the same
/// time, although their clocks differ.
/// </summary>
/// <param name="inner">The clock of this machine.</param>
internal sealed class StoreClock(TimeProvider inner) : TimeProvider
{
    /// <summary>A difference that the way to the server and back may cause is none.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private long _offset;

    /// <summary>How much later it is at the store.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>Measures the difference from the time at which the store saw a worker that was just announced.</summary>
    /// <param name="workers">The workers of the store.</param>
    /// <param name="workerId">The id of the worker.</param>
    public void Measure(IEnumerable<Worker> workers, string workerId)
    {
        DateTimeOffset now = inner.GetUtcNow();
        if (workers.FirstOrDefault(worker => worker.Id == workerId)?.LastSeen is not { } seen)
            return;

        TimeSpan offset = seen - now;
        Interlocked.Exchange(ref _offset, offset.Duration() > Tolerance ? offset.Ticks : 0);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
