using System.Collections.Concurrent;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Passes events from the threads of a run to the thread that may write to the pipeline.</summary>
/// <remarks>If the queue is full, the run waits, so that a sheet with endless output does not fill the memory.</remarks>
internal sealed class EventQueue : IDisposable
{
    private const int Capacity = 1000;

    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<JobEvent> _events = new(Capacity);

    /// <summary>Adds an event.</summary>
    /// <param name="jobEvent">The event.</param>
    public void Add(JobEvent jobEvent) => _events.Add(jobEvent);

    /// <summary>Marks the queue as complete: no more events follow.</summary>
    public void Complete() => _events.CompleteAdding();

    /// <summary>
    /// Returns the events as they arrive, and <c>null</c> whenever none arrived for a while, until the queue is complete.
    /// </summary>
    public IEnumerable<JobEvent?> Read()
    {
        while (!_events.IsCompleted)
            yield return _events.TryTake(out JobEvent? jobEvent, IdleInterval) ? jobEvent : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();
}
