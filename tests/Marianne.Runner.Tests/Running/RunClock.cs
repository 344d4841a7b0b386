using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Marianne.Runner.Tests.Running;

/// <summary>A fake clock that advances by itself for waits of known lengths.</summary>
public sealed class RunClock : FakeTimeProvider
{
    private static readonly TimeSpan MonitorInterval = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<TimeSpan> _known = [];
    private readonly ConcurrentDictionary<TimeSpan, Channel<bool>> _created = [];

    public RunClock()
        : base(new DateTimeOffset(2026, 12, 1, 7, 5, 9, TimeSpan.Zero))
    {
        SetLocalTimeZone(TimeZoneInfo.Utc);
    }

    /// <summary>The clock advances by itself only after this task. The default is a completed one.</summary>
    public Task AdvancesAfter { get; set; } = Task.CompletedTask;

    /// <summary>Advances the clock by a delay whenever a timer with this delay is created.</summary>
    public void AutoAdvance(TimeSpan delay)
    {
        lock (_known)
            _known.Add(delay);
    }

    /// <summary>Waits until the run monitors its job, and lets it poll the store once.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        await TimerAsync(MonitorInterval, cancellationToken);
        Advance(MonitorInterval);
    }

    /// <summary>Waits until another timer with a delay has been created.</summary>
    public async Task TimerAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        await CreatedAt(delay).Reader.ReadAsync(cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        bool isKnown;
        lock (_known)
            isKnown = _known.Contains(dueTime);
        if (isKnown)
            _ = AdvanceAsync(dueTime);
        CreatedAt(dueTime).Writer.TryWrite(true);
        return timer;
    }

    private Channel<bool> CreatedAt(TimeSpan delay) => _created.GetOrAdd(delay, _ => Channel.CreateUnbounded<bool>());

    private async Task AdvanceAsync(TimeSpan delay)
    {
        await AdvancesAfter.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Advance(delay);
    }
}
