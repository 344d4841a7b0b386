namespace Marianne.Running;

/// <summary>
/// The waits of a sheet. A sheet gives its place back while it waits, and its claim if the wait is long: when it is due, any worker
/// claims it again.
/// </summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">Stops the sheet.</param>
/// <param name="slot">The place of the sheet.</param>
internal sealed class SheetRest(JobRun run, SheetWatch watch, SheetSlot slot)
{
    /// <summary>Waits for a limit, until it is lifted at the latest. The wait of the sheet was saved.</summary>
    /// <param name="limitId">The id of the limit; <c>null</c> if it is not stored.</param>
    /// <param name="delay">The time to wait.</param>
    /// <returns>Whether the limit was lifted.</returns>
    /// <exception cref="OperationCanceledException">The sheet was stopped, or its claim is given back.</exception>
    public async ValueTask<bool> WaitAsync(string? limitId, TimeSpan delay)
    {
        watch.ThrowIfEnding();
        if (IsLong(delay))
            await ReleaseAsync().ConfigureAwait(false);
        return await slot.GiveBackAsync(() => run.Limits.WaitAsync(limitId, delay, watch.WaitToken), watch.WaitToken)
            .ConfigureAwait(false);
    }

    /// <summary>Determines whether the claim is given back for a wait.</summary>
    /// <param name="delay">The time to wait.</param>
    public bool IsLong(TimeSpan delay) => run.Claims.AreOfSheets && delay >= RunLimits.LongWait;

    /// <summary>Gives the claim back, so that the work on the sheet ends here.</summary>
    /// <exception cref="OperationCanceledException">Always.</exception>
    public async ValueTask ReleaseAsync()
    {
        await watch.ReleaseAsync().ConfigureAwait(false);
        watch.Token.ThrowIfCancellationRequested();
    }
}
