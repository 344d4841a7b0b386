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

    /// <summary>
    /// Shows the events of a run until it has ended. However this method is left, the run has ended before, with its processes.
    /// </summary>
    /// <param name="run">The run, which adds its events to this queue. It must have been started.</param>
    /// <param name="show">Shows an event; <c>null</c> if none arrived for a while.</param>
    /// <param name="stop">Lets the run end soon.</param>
    /// <param name="stopped">A token that is cancelled when nothing more can be shown.</param>
    public void Follow(Task run, Action<T?> show, Action stop, CancellationToken stopped)
    {
        _ = run.ContinueWith(_ => _events.CompleteAdding(), TaskScheduler.Default);
        try
        {
            foreach (T? item in Read().Where(_ => !stopped.IsCancellationRequested))
                show(item);
        }
        finally
        {
            if (!run.IsCompleted)
                stop();
            foreach (T? _ in Read())
            {
                // The run waits while the queue is full.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private IEnumerable<T?> Read()
    {
        while (!_events.IsCompleted)
            yield return _events.TryTake(out T? item, IdleInterval) ? item : null;
    }
}
