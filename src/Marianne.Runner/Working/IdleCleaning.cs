using Marianne.Jobs;
using Marianne.Running;
using Marianne.Secrets;

namespace Marianne.Working;

/// <summary>Clears the history of a store by its own rule, from time to time while a worker has nothing to run.</summary>
/// <param name="services">The services of the runner.</param>
/// <param name="outlet">Takes the warnings.</param>
internal sealed class IdleCleaning(RunnerServices services, RunOutlet outlet)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private long? _lookedAt;
    private TimeSpan _pause;

    /// <summary>Clears what is too old, unless it was looked for a short time ago.</summary>
    /// <param name="stop">A token to stop.</param>
    public async ValueTask CleanAsync(CancellationToken stop)
    {
        if (_lookedAt is { } then && services.Time.GetElapsedTime(then) < _pause)
            return;

        (_lookedAt, _pause) = (services.Time.GetTimestamp(), Pause);
        try
        {
            if ((await services.Cleaning.CleanAsync(Warn, except: null, stop).ConfigureAwait(false)).Jobs > 0)
                _pause = StoreCleaning.Turn; // There may be more.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Another worker continues.
        }

        void Warn(string message) => outlet.Warn("", message, services.Time, SecretRedactor.None);
    }
}
