using Marianne.Jobs;
using Marianne.Running;

namespace Marianne.Working;

/// <summary>Applies the timeouts of approvals for which jobs are paused, so that workers continue with them.</summary>
/// <param name="services">The services of the runner.</param>
/// <param name="outlet">Takes what leaves the run.</param>
internal sealed class ApprovalDeadlines(RunnerServices services, RunOutlet outlet)
{
    /// <summary>Approvals wait for hours and days, so a worker asks seldom.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private long? _lookedAt;

    /// <summary>Indicates whether the last look was some time ago.</summary>
    public bool IsDue => _lookedAt is not { } last || services.Time.GetElapsedTime(last) >= Interval;

    /// <summary>Applies the timeouts that are over.</summary>
    public async ValueTask SettleAsync()
    {
        _lookedAt = services.Time.GetTimestamp();
        DateTimeOffset now = services.Time.GetUtcNow();
        IReadOnlyList<SheetApproval> open = await services.StoredApprovals
            .ListApprovalsAsync(new ApprovalQuery { OnlyUnanswered = true }, CancellationToken.None).ConfigureAwait(false);
        foreach (SheetApproval approval in open.Where(approval => approval.HasTimedOut(now)))
            await SettleAsync(approval).ConfigureAwait(false);
    }

    private async ValueTask SettleAsync(SheetApproval approval)
    {
        Job? job = await services.StoredJobs.LoadHeaderAsync(approval.JobId, CancellationToken.None).ConfigureAwait(false);
        if (job is not { Status: JobStatus.Paused } || !ApprovalText.IsPauseMessage(job.ErrorMessage))
            return; // The run of the job does it.

        try
        {
            await outlet.SettleApprovalAsync(approval.JobId, approval.SheetNumber).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error is MarianneError.ApprovalAnswered or MarianneError.ApprovalNotFound
            or MarianneError.JobNotFound)
        {
            // Another process has answered, or removed the job.
        }
    }
}
