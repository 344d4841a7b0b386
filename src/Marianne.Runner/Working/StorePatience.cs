namespace Marianne.Working;

/// <summary>
/// Lets a worker that starts wait for a store that is busy or cannot be reached, such as a server that restarts. A worker that runs
/// waits without a limit; one that starts may have been given the wrong address.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="random">Returns random numbers of at least 0 and less than 1.</param>
internal sealed class StorePatience(TimeProvider time, Func<double> random)
{
    /// <summary>The longest time to wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Determines whether an error of the store may be over soon.</summary>
    /// <param name="error">The error.</param>
    public static bool MayPass(MarianneException error) =>
        error.Error is MarianneError.StoreBusy or MarianneError.StoreFailed or MarianneError.StoreFull;

    /// <summary>Uses the store, again and again until it succeeds or the longest time has passed.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="warn">Receives a warning when the first try has failed.</param>
    /// <param name="stop">A token to stop.</param>
    /// <exception cref="MarianneException">The store cannot be used, or not for the longest time.</exception>
    public async ValueTask RunAsync(Func<ValueTask> operation, Action<string> warn, CancellationToken stop)
    {
        long started = time.GetTimestamp();
        var delay = new IdleDelay(random);
        bool hasWarned = false;
        while (true)
        {
            try
            {
                await operation().ConfigureAwait(false);
                return;
            }
            catch (MarianneException error) when (MayPass(error) && time.GetElapsedTime(started) < Longest)
            {
                if (!hasWarned)
                    warn($"{error.Message} This worker tries again for a minute.");
                hasWarned = true;
            }

            await Task.Delay(delay.Next(isActive: true, untilDue: null), time, stop).ConfigureAwait(false);
        }
    }
}
