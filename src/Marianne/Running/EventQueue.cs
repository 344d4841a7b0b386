using System.Collections.Concurrent;
namespace Marianne.Commands;

/// <summary>Passes events from the threads of a run to the thread that may write to the pipeline.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
/// <remarks>If the queue is full, the run waits, so that a sheet with endless output does not fill the memory.</remarks>
internal sealed class EventQueue<T> : IDisposable
    where T : class
{
    private const int Capacity = 1000;

    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<T> _events = new(Capacity);

    /// <summary>Adds an event.</summary>
    /// <param name="item">The event.</param>
    public void Add(T item) => _events.Add(item);

    /// <summary>Marks the queue as complete: no more events follow.</summary>
    public void Complete() => _events.CompleteAdding();

    /// <summary>
    /// Returns the events as they arrive, and <c>null</c> whenever none arrived for a while, until the queue is complete.
    /// </summary>
    public IEnumerable<T?> Read()
    {
        while (!_events.IsCompleted)
            yield return _events.TryTake(out T? item, IdleInterval) ? item : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();
}
