using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>
/// Marks sheets for this session. A session that starts a sheet has the claim of its job until no sheet of the job is in progress any
/// more, until the store is closed, or until the process ends.
/// </summary>
/// <param name="jobs">The job store.</param>
internal sealed class SessionCheckpoints(IJobStore jobs)
{
    private static readonly RunnerProcess Process = SystemProcessList.Instance.Current;

    private readonly LeaseKeeper _keeper = LeaseKeeper.OfSession(jobs, Process, TimeProvider.System);

    /// <summary>Changes a sheet.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">JobIsPlayed: another process runs the job.</exception>
    public async ValueTask<SheetUpdateResult> UpdateAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        long sentAt = TimeProvider.System.GetTimestamp();
        SheetUpdateResult result = await jobs
            .UpdateSheetAsync(id, number, update with { Session = _keeper.Worker }, cancellationToken).ConfigureAwait(false);
        if (result.Token is { } token)
            _keeper.Hold(new GrantedClaim(id, null, token), sentAt, ClaimedWork.None);
        return result;
    }

    /// <summary>Starts a sheet. Returns <c>null</c> if another process has changed it since it was loaded.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">JobIsPlayed: another process runs the job.</exception>
    public async ValueTask<SheetUpdateResult?> StartAsync(Sheet sheet, CancellationToken cancellationToken)
    {
        var start = new SheetUpdate.Start(Process) { Expected = SheetVersion.Of(sheet) };
        try
        {
            return await UpdateAsync(sheet.JobId, sheet.Number, start, cancellationToken).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.SaveConflict)
        {
            return null;
        }
    }

    /// <summary>Gives back what the session has claimed, before the store is closed.</summary>
    public ValueTask WithdrawAsync() => _keeper.WithdrawAsync();
}
