using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Working;

/// <summary>
/// Ends a job of which nothing is left to run: one worker claims it as a whole, looks at all its sheets again, and saves its result.
/// If that worker dies, any other does it.
/// </summary>
/// <param name="services">The services of the runner.</param>
/// <param name="keeper">Claims the job.</param>
/// <param name="outlet">Takes what leaves the run.</param>
internal sealed class JobClosing(RunnerServices services, LeaseKeeper keeper, RunOutlet outlet)
{
    /// <summary>
    /// Ends a job. Returns <c>false</c> if another worker does, the user has paused, cancelled or removed it, or a sheet can run again.
    /// </summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="score">The score of the job.</param>
    public async ValueTask<bool> TryCloseAsync(string jobId, WorkScore score)
    {
        var redactor = SecretRedactor.Of(score.Score, services.Variable, services.OwnInstruments);
        await using var stop = new RunCancellation(Warn, CancellationToken.None);
        try
        {
            var update = Redacted<JobUpdate.Run>.Of(new JobUpdate.Run(services.Process) { OnlyIfOpen = true }, SecretRedactor.None);
            var work = new ClaimedWork(error => stop.RequestAsync(StopReason.Lost, error.Message), Warn);
            HeldClaim held = await keeper.ClaimAsync(jobId, worker => outlet.ClaimAsync(jobId, worker, update), work).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
                return await TryCloseAsync(held, score, stop, redactor).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error is MarianneError.JobIsPlayed or MarianneError.InvalidTransition
            or MarianneError.JobNotFound or MarianneError.LeaseLost)
        {
            return false;
        }

        void Warn(string message) => outlet.Warn(jobId, message, services.Time, redactor);
    }

    /// <summary>Lets a job continue whose approval was answered while it was paused because of it.</summary>
    private async ValueTask ContinueAsync(Job job)
    {
        bool isAnswered = job.Status == JobStatus.Paused && ApprovalText.IsPauseMessage(job.ErrorMessage)
            && !job.Sheets.Any(sheet => sheet.Status == SheetStatus.Fermata);
        if (!isAnswered)
            return;

        try
        {
            await outlet.UpdateAsync(job.Id, Redacted<JobUpdate>.Of(new JobUpdate.Resume(), SecretRedactor.None)).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error is MarianneError.InvalidTransition or MarianneError.JobNotFound)
        {
            // Another process has already continued or ended it.
        }
    }

    private async ValueTask<bool> TryCloseAsync(HeldClaim held, WorkScore score, RunCancellation stop, SecretRedactor redactor)
    {
        string id = held.Granted.JobId;
        Job job = await services.StoredJobs.LoadAsync(id, CancellationToken.None).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        var claims = RunClaims.OfWholeJob(services.Process, held);
        Score ofJob = score.Score.ExpandedFor(job);
        using var run = new JobRun(
            job, claims, ofJob, score.Instruments, new Dictionary<int, decimal>(), services, stop, outlet, redactor);
        run.Journal.Begin(job.Progress);

        var states = new ClaimableJob(job, [.. job.Sheets.Select(ClaimableJob.StateOf)]);
        if (!new SheetChooser(ofJob, _ => true).Choose(states, 0, services.Time.GetUtcNow()).IsOver)
        {
            await run.Journal.EndAsync(new JobUpdate.Run(null)).ConfigureAwait(false); // Another process has reset a sheet.
            return false;
        }

        await run.Learning.CatchUpAsync(job).ConfigureAwait(false);
        bool hasFailed = job.Sheets.Any(sheet => sheet.Status == SheetStatus.Failed && !JobEnd.Allows(ofJob, sheet.Number));
        Job ended = await new JobFinalizer(run).SaveAsync(job, hasFailed).ConfigureAwait(false);
        await ContinueAsync(ended).ConfigureAwait(false);
        return true;
    }
}
