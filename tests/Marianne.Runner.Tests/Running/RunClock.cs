using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Marianne.Runner.Tests.Running;

/// <summary>A clock that goes on by itself whenever somebody begins a wait that was told of, by exactly that long.</summary>
public sealed class RunClock : FakeTimeProvider
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<TimeSpan> _told = [];
    private readonly Channel<bool> _watches = Channel.CreateUnbounded<bool>();

    public RunClock()
        : base(new DateTimeOffset(2026, 12, 1, 7, 5, 9, TimeSpan.Zero))
    {
        SetLocalTimeZone(TimeZoneInfo.Utc);
    }

    /// <summary>Says that waits of a length are to pass.</summary>
    public void Pass(TimeSpan wait)
    {
        lock (_told)
            _told.Add(wait);
    }

    /// <summary>Waits until the run watches for changes by others, and lets it look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _watches.Reader.ReadAsync(cancellationToken);
        Advance(WatchInterval);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        bool passes;
        lock (_told)
            passes = _told.Contains(dueTime);
        if (passes)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        if (dueTime == WatchInterval)
            _watches.Writer.TryWrite(true);
        return timer;
    }
}
