using Marianne.Durations;

namespace Marianne.Watching;

/// <summary>Looks at the store beside the frames, so that keys work meanwhile, and rests after long looks.</summary>
/// <param name="reader">Reads the store.</param>
/// <param name="time">The clock.</param>
internal sealed class WatchReading(WatchReader reader, TimeProvider time)
{
    /// <summary>How many times as long as a look the rest after it is: a look at a large job takes a while.</summary>
    private const int Rest = 40;

    /// <summary>The shortest time between two looks.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private Task<WatchSnapshot>? _look;
    private WatchPlace? _place;
    private long _began = time.GetTimestamp();
    private TimeSpan _wait = Interval;

    /// <summary>Lets the next look begin at once.</summary>
    public void Hurry() => _wait = TimeSpan.Zero;

    /// <summary>Begins a look if one is due, and returns the result of one that has ended; otherwise <c>null</c>.</summary>
    /// <param name="place">What the screen shows. If that has changed, a look is due at once.</param>
    /// <param name="stop">A token to cancel the look.</param>
    public WatchSnapshot? Take(WatchPlace place, CancellationToken stop)
    {
        WatchSnapshot? result = null;
        if (_look is { IsCompleted: true } ended)
        {
            _look = null;
            TimeSpan took = time.GetElapsedTime(_began);
            _wait = Duration.Max(took * Rest, Interval);
            result = _place!.JobId == place.JobId ? ended.GetAwaiter().GetResult() : null; // Another job was opened meanwhile.
        }

        bool hasMoved = _place is null || _place.JobId != place.JobId || _place.SheetNumber != place.SheetNumber;
        if (_look is null && (hasMoved || time.GetElapsedTime(_began) >= _wait))
        {
            (_began, _place) = (time.GetTimestamp(), place);
            _look = Task.Run(() => LookAsync(place, stop), CancellationToken.None);
        }

        return result;
    }

    private async Task<WatchSnapshot> LookAsync(WatchPlace place, CancellationToken stop)
    {
        try
        {
            return await reader.ReadAsync(place, stop).ConfigureAwait(false);
        }
        catch (MarianneException error)
        {
            return new WatchSnapshot { Problem = $"{error.Message} The watch tries again." };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new WatchSnapshot { Problem = "The watch has ended." };
        }
    }
}
