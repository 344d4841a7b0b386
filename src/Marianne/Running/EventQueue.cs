using System.Collections.Concurrent;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>
/// Brings events from the threads that play to the one that may write to the pipeline. Who plays waits when nobody reads: a
/// sheet that writes without end must not fill the memory.
/// </summary>
internal sealed class EventQueue : IDisposable
{
    private const int MostWaiting = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<JobEvent> _events = new(MostWaiting);

    /// <summary>Adds an event.</summary>
    public void Add(JobEvent happened) => _events.Add(happened);

    /// <summary>Says that none follows.</summary>
    public void Complete() => _events.CompleteAdding();

    /// <summary>The events as they come, and nothing whenever none came for a while, until none follows.</summary>
    public IEnumerable<JobEvent?> Read()
    {
        while (!_events.IsCompleted)
            yield return _events.TryTake(out JobEvent? happened, Pause) ? happened : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();
}
