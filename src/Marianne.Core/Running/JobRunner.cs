using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// Plays jobs: durable, resumable, parallel where the dependencies allow. Every change is saved before it is told, so the
/// death of the process at any moment loses no finished sheet.
/// </summary>
/// <param name="services">What it needs of the world.</param>
public sealed class JobRunner(RunnerServices services)
{
    /// <summary>Plays a job to its end, or until it is paused or cancelled, from here or elsewhere.</summary>
    /// <param name="request">Which job.</param>
    /// <param name="announce">Is told of each change after it was saved, one at a time, from any thread.</param>
    /// <param name="pause">Pauses the job: what runs is ended, and the next run goes on.</param>
    /// <returns>The job as it is then. One that was Completed before is given back as it is, with a warning.</returns>
    /// <exception cref="MarianneException">
    /// There is no such job, it is played already, its score changed, or its workspace or its store cannot be used.
    /// </exception>
    public async ValueTask<Job> PlayAsync(PlayRequest request, Action<JobEvent> announce, CancellationToken pause)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(announce);

        OpenedJob opened = await new JobOpening(services.Jobs, services.Time)
            .OpenAsync(request, isPlan: false, pause).ConfigureAwait(false);
        if (opened.Job.Status == JobStatus.Completed)
        {
            announce(new JobEvent(
                JobEventKind.Warning, opened.Job.Id, services.Time.GetUtcNow(), $"The job '{opened.Job.Id}' is Completed already."));
            return opened.Job;
        }

        using IDisposable claim = PlayedHere.Claim(services.Jobs, opened.Job, services.Process);
        using var stop = new RunStop(pause);
        var run = new JobRun(opened.Job, opened.Score, services, stop, announce);
        foreach (Sheet sheet in opened.Job.Sheets.Where(sheet => !sheet.IsFinished))
            run.ExecutorOf(sheet.Number); // Better to find out before anything is played.
        MakeWorkspace(opened.Score.WorkspacePath);

        await run.Journal.UpdateAsync(new JobUpdate.Play(services.Process, opened.Config)).ConfigureAwait(false);
        TellOfStart(run, opened);
        if (opened.IsResumed)
            await run.Learning.CatchUpAsync(opened.Job).ConfigureAwait(false);

        bool hasFailed = await PlaySheetsAsync(run, opened.Job).ConfigureAwait(false);
        return await EndAsync(run, hasFailed).ConfigureAwait(false);
    }

    /// <summary>Plays the sheets that are not done; gives whether one failed for good.</summary>
    private async Task<bool> PlaySheetsAsync(JobRun run, Job job)
    {
        Score score = run.Score;
        var graph = new DependencyGraph(score.Sheets.Count, score.Sheet.Dependencies);
        var ready = new ReadySheets(score.Sheets.Count, graph, number => SheetOf(number).IsFinished);
        var scheduler = new SheetScheduler(
            score.Parallel, ready, number => new SheetPlayer(run, SheetOf(number)).PlayAsync(), services.Time, run.Stop);

        using var runEnds = new CancellationTokenSource();
        Task watch = GuardAsync(run.Watch.WatchAsync(runEnds.Token), run.Stop);
        try
        {
            await scheduler.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            await runEnds.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }

        return scheduler.HasFailed;

        Sheet SheetOf(int number) => job.Sheets.Count >= number ? job.Sheets[number - 1] : new Sheet(job.Id, number);
    }

    /// <summary>A watch that breaks ends the run, and its error is the run's.</summary>
    private static async Task GuardAsync(Task watch, RunStop stop)
    {
        try
        {
            await watch.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            stop.Request(StopReason.Error, error.Message);
            throw;
        }
    }

    private async ValueTask<Job> EndAsync(JobRun run, bool hasFailed)
    {
        Job? header = await services.Jobs.LoadHeaderAsync(run.JobId, CancellationToken.None).ConfigureAwait(false);
        if (header is { Status: JobStatus.Running } && header.Runner == services.Process)
        {
            if (run.Stop.Reason is not null)
                await run.Journal.UpdateAsync(new JobUpdate.Pause(run.Stop.Message)).ConfigureAwait(false);
            else if (hasFailed)
                await run.Journal.UpdateAsync(new JobUpdate.Fail(await FailureAsync(run).ConfigureAwait(false))).ConfigureAwait(false);
        }

        Job job = await services.Jobs.LoadAsync(run.JobId, CancellationToken.None).ConfigureAwait(false)
            ?? throw JobErrors.NotFound(run.JobId);
        TellOfEnd(run, job);
        return job;
    }

    private async ValueTask<string> FailureAsync(JobRun run)
    {
        Job? job = await services.Jobs.LoadAsync(run.JobId, CancellationToken.None).ConfigureAwait(false);
        int[] failed = [.. job!.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed).Select(sheet => sheet.Number)];
        string which = failed.Length == 1 ? $"Sheet {failed[0]}" : $"Sheets {string.Join(", ", failed.Take(20))}";
        return $"{which} failed: {job.Sheets[failed[0] - 1].ErrorMessage}";
    }

    private static void MakeWorkspace(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw RunErrors.WorkspaceUnusable(path, error.Message);
        }
    }

    private static void TellOfStart(JobRun run, OpenedJob opened)
    {
        run.Journal.Begin(opened.Job.Progress with { Total = run.Score.Sheets.Count });
        string sheets = string.Create(CultureInfo.InvariantCulture, $"{opened.Job.Progress.Finished} of {run.Score.Sheets.Count} sheets are done");
        if (opened.Job is { IsZombie: true, Runner: { } runner })
        {
            run.Journal.Tell(
                JobEventKind.Warning, $"The job '{run.JobId}' was recovered: the {runner} that played it ended without saving.");
        }

        if (opened.IsResumed)
            run.Journal.Tell(JobEventKind.JobResumed, $"Goes on with '{run.Score.Name}': {sheets}.");
        else
            run.Journal.Tell(JobEventKind.JobStarted, $"Plays '{run.Score.Name}': {run.Score.Sheets.Count} sheets.");
    }

    private static void TellOfEnd(JobRun run, Job job)
    {
        (JobEventKind kind, string message) = job.Status switch
        {
            JobStatus.Completed => (JobEventKind.JobCompleted, "Completed."),
            JobStatus.Cancelled => (JobEventKind.JobCancelled, "Cancelled."),
            JobStatus.Failed => (JobEventKind.JobFailed, job.ErrorMessage ?? "Failed."),
            _ => (JobEventKind.JobPaused, run.Stop.Message is { } why ? $"Paused. {why}" : "Paused."),
        };
        run.Journal.Tell(kind, message, with: happened => happened with { Cost = job.Cost == 0 ? null : job.Cost });
    }
}
