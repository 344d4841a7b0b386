using System.Threading.Channels;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Marianne.Runner.Tests.Processes;

/// <summary>A fake clock that advances only to timers that were created, so that no timer is passed before it is set.</summary>
internal sealed class TimerClock() : FakeTimeProvider(TestJobs.Now)
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits for the next timer, and advances to it.</summary>
    public async Task AdvanceToTimerAsync(CancellationToken cancellationToken) =>
        Advance(await _timers.Reader.ReadAsync(cancellationToken));

    /// <summary>Advances to each timer until a task completes.</summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        while (!task.IsCompleted)
        {
            Task<TimeSpan> timer = _timers.Reader.ReadAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(task, timer) == timer)
                Advance(await timer);
        }

        return await task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }
}
