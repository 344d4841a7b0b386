using Marianne.Learning;

namespace Marianne.Running;

/// <summary>The turn of one attempt to take a slot of its limits across jobs.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class SlotTurn(JobRun run, int number)
{
    private readonly string _token = Guid.NewGuid().ToString("N");
    private long? _since;
    private bool _isQueued;
    private int _polls;

    /// <summary>Takes a slot, or returns why the attempt has to wait.</summary>
    public async ValueTask<SlotRefusal?> TakeAsync()
    {
        TimeSpan waited = _since is { } since ? run.Services.Time.GetElapsedTime(since) : TimeSpan.Zero;
        SlotRefusal? refusal = await run.LimitSlots.TakeAsync(number, _token, waited).ConfigureAwait(false);
        if (refusal is null)
        {
            if (run.LimitSlots.TokenOf(number) is null)
                await LeaveAsync().ConfigureAwait(false); // The limit was removed.
            return null;
        }

        _since ??= run.Services.Time.GetTimestamp();
        _isQueued = true;
        return refusal;
    }

    /// <summary>Returns the wait before the attempt asks again.</summary>
    /// <param name="refusal">Why it has to wait.</param>
    public TimeSpan NextPoll(SlotRefusal refusal) => SlotPolicy.NextPoll(refusal, _polls++, run.Services.Random());

    /// <summary>Leaves the queue, so that the attempt blocks no other while it cannot start. It keeps the time that it has waited.</summary>
    public async ValueTask LeaveAsync()
    {
        if (_isQueued)
            await run.LimitSlots.ReturnAsync(_token).ConfigureAwait(false);
        _isQueued = false;
    }
}
