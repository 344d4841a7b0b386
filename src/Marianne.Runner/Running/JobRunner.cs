using Marianne.Files;
using Marianne.Jobs;
using Marianne.Policies;

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
    public async ValueTask<Job> RunAsync(RunRequest request, Action<JobEvent> announce, CancellationToken pause)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(announce);

        PreparedJob opened = await new JobPreparer(services.Jobs, services.Time)
            .OpenAsync(request, pause).ConfigureAwait(false);
        if (opened.Job.Status == JobStatus.Completed)
        {
            announce(new JobEvent(
                JobEventKind.Warning, opened.Job.Id, services.Time.GetUtcNow(), $"The job '{opened.Job.Id}' is Completed already."));
            return opened.Job;
        }

        using IDisposable claim = LocalJobClaims.Claim(services.Jobs, opened.Job, services.Process);
        CheckExecutors(opened);
        MakeWorkspace(opened.Score.WorkspacePath);
        Job job = await TakeAsync(opened).ConfigureAwait(false);
        using var stop = new RunCancellation(pause);
        return await RunAsync(new JobRun(job, opened.Score, services, stop, announce), job, opened).ConfigureAwait(false);
    }

    /// <summary>Plays a job that is ours. However that ends, nobody is left thinking that we still play it.</summary>
    private static async Task<Job> RunAsync(JobRun run, Job job, PreparedJob opened)
    {
        var end = new JobFinalizer(run);
        try
        {
            TellOfStart(run, job, opened);
            if (opened.IsResumed)
                await run.Learning.CatchUpAsync(job).ConfigureAwait(false);

            bool hasFailed = await PlaySheetsAsync(run, job).ConfigureAwait(false);
            return await end.SaveAsync(hasFailed).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await end.BreakOffAsync(error).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Plays the sheets that are not done; gives whether one failed for good.</summary>
    private static async Task<bool> PlaySheetsAsync(JobRun run, Job job)
    {
        var graph = new DependencyGraph(job.TotalSheets, run.Score.Sheet.Dependencies);
        var ready = new ReadySheets(job.TotalSheets, graph, number => job.Sheets[number - 1].IsFinished);
        var scheduler = new SheetScheduler(run.Score.Parallel, ready, BeginSheet, run.Services.Time, run.Stop);

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

        // The job is no object for several threads: a player takes what it needs of it before it has one of its own.
        Task<SheetRunResult> BeginSheet(int number)
        {
            var player = new SheetRunner(run, job.Sheets[number - 1]);
            return Task.Run(player.RunAsync);
        }
    }

    /// <summary>A watch that breaks ends the run, and its error is the run's.</summary>
    private static async Task GuardAsync(Task watch, RunCancellation stop)
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

    /// <summary>Better to find out before anything is played.</summary>
    private void CheckExecutors(PreparedJob opened)
    {
        foreach (int number in Enumerable.Range(1, opened.Score.Sheets.Count).Where(number => !opened.IsDone(number)))
            services.ExecutorOf(opened.Score, number);
    }

    private static void MakeWorkspace(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string? file = FolderErrorText.FileAt(path);
            throw RunErrors.WorkspaceUnusable(path, file is null ? error.Message : $"{file}.");
        }
    }

    /// <summary>Takes a job over, and reads it again: whoever played it may have finished sheets since it was opened.</summary>
    private async Task<Job> TakeAsync(PreparedJob opened)
    {
        var play = new JobUpdate.Run(services.Process, opened.Config);
        await services.Jobs.UpdateAsync(opened.Job.Id, play, CancellationToken.None).ConfigureAwait(false);
        return await services.Jobs.LoadAsync(opened.Job.Id, CancellationToken.None).ConfigureAwait(false)
            ?? throw JobErrors.NotFound(opened.Job.Id);
    }

    private static void TellOfStart(JobRun run, Job job, PreparedJob opened)
    {
        JobProgress progress = job.Progress;
        run.Journal.Begin(progress);
        if (opened.Job is { IsZombie: true, Runner: { } runner })
            run.Journal.Tell(JobEventKind.Warning, ZombieDetector.RecoveryWarning(run.JobId, runner));

        string sheets = progress.Total == 1 ? "1 sheet" : $"{progress.Total} sheets";
        string are = progress.Total == 1 ? "is" : "are";
        if (opened.IsResumed)
            run.Journal.Tell(
                JobEventKind.JobResumed, $"Goes on with '{run.Score.Name}': {progress.Finished} of {sheets} {are} done.");
        else
            run.Journal.Tell(JobEventKind.JobStarted, $"Plays '{run.Score.Name}': {sheets}.");
    }
}
