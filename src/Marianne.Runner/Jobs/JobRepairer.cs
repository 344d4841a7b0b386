using System.Runtime.CompilerServices;
using Marianne.History;
using Marianne.Instruments;
using Marianne.Learning;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Jobs;

/// <summary>
/// Makes good what a killed run left undone: recovers zombies, attaches missing execution histories and records missing
/// outcomes. Repeating a repair has no further effect.
/// </summary>
/// <param name="jobs">The job store.</param>
/// <param name="learning">The learning store.</param>
/// <param name="time">The clock.</param>
/// <param name="variable">Returns the value of an environment variable, to redact secrets.</param>
public sealed class JobRepairer(
    IJobStore jobs, ILearningStore learning, TimeProvider time, Func<string, string?> variable)
{
    /// <summary>Returns the user's own profiles of instruments by name, to redact secrets. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    private readonly RunOutlet _outlet = new(jobs, learning);

    /// <summary>
    /// Finds the jobs with defects: zombies, and jobs whose execution history is missing or older than the job. The learning
    /// store is searched only for the outcomes of these jobs.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async IAsyncEnumerable<JobDefects> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All jobs are listed before one is repaired, because a repaired job moves to the start of the list.
        List<string> suspects = [];
        var all = new JobQuery { WithSheets = false };
        await foreach (Job job in jobs.ListAsync(all, cancellationToken).ConfigureAwait(false))
        {
            if (await IsSuspectAsync(job, cancellationToken).ConfigureAwait(false))
                suspects.Add(job.Id);
        }

        foreach (string id in suspects)
        {
            Job? job = await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (job is not null && await InspectAsync(job, cancellationToken).ConfigureAwait(false) is { AreNone: false } defects)
                yield return defects;
        }
    }

    /// <summary>Finds the defects of a job. Nothing is changed.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<JobDefects> InspectAsync(Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);

        var defects = new JobDefects { Job = job };
        if (!WasRun(job) || FindScore(job) is not { } score)
            return defects;

        defects = defects with { LacksHistory = await LacksHistoryAsync(job, score, cancellationToken).ConfigureAwait(false) };
        try
        {
            IReadOnlyList<Sheet> missing =
                await new SheetOutcomes(score, time).FindMissingAsync(_outlet, job).ConfigureAwait(false);
            return defects with { MissingOutcomes = missing };
        }
        catch (MarianneException error)
        {
            return defects with { LearningError = error.Message }; // It does not keep the job from being repaired.
        }
    }

    /// <summary>Repairs a job.</summary>
    /// <param name="defects">The defects, as they were found.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// A store cannot be written. If only the learning store failed, the job is repaired. Repeating the repair finishes it.
    /// </exception>
    public async ValueTask<JobRepairResult> RepairAsync(JobDefects defects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(defects);
        cancellationToken.ThrowIfCancellationRequested();

        // As in a run, the outcomes come first: a job that has its history is not searched for missing outcomes.
        (int recorded, MarianneException? error) = await RecordOutcomesAsync(defects).ConfigureAwait(false);
        Job job = defects.Job;
        var result = new JobRepairResult { JobId = job.Id, Status = job.Status, OutcomesRecorded = recorded };
        if (job.IsZombie)
            result = await RecoverAsync(defects, result).ConfigureAwait(false);
        else if (defects.LacksHistory && await BuildHistoryAsync(job).ConfigureAwait(false) is { } history)
        {
            await _outlet.AttachHistoryAsync(job.Id, history).ConfigureAwait(false);
            result = result with { HistoryAttached = true };
        }

        return error is null ? result : throw error;
    }

    /// <summary>Determines whether a job may have defects, without reading its sheets.</summary>
    private async ValueTask<bool> IsSuspectAsync(Job job, CancellationToken cancellationToken)
    {
        if (job.IsZombie)
            return true;
        if (job.Status is JobStatus.Running or JobStatus.Pending || job.ConfigSnapshot is null)
            return false;

        // Jobs become Completed and Failed together with their history. Another process may have paused or cancelled the job.
        if (job.Status is not (JobStatus.Completed or JobStatus.Failed))
            return true;

        Stream? attached = await _outlet.OpenHistoryAsync(job.Id, cancellationToken).ConfigureAwait(false);
        if (attached is null)
            return true;

        await attached.DisposeAsync().ConfigureAwait(false);
        return false;
    }

    /// <summary>Determines whether a runner has started a sheet of the job; others do not set the mode of an attempt.</summary>
    private static bool WasRun(Job job) => job.Sheets.Any(sheet => sheet is { AttemptCount: > 0, ExecutionMode: not null });

    private static Score? FindScore(Job job)
    {
        try
        {
            return JobPreparer.RunScoreOf(job);
        }
        catch (MarianneException)
        {
            return null; // The job was created without a score, or by another implementation.
        }
    }

    /// <summary>
    /// Determines whether the history of the runs is missing or older than the job. A history that a user attached is kept.
    /// </summary>
    private async ValueTask<bool> LacksHistoryAsync(Job job, Score score, CancellationToken cancellationToken)
    {
        if (job.Status == JobStatus.Running && !job.IsZombie)
            return false; // Its runner attaches it.

        Redacted<ExecutionHistory>? current = await BuildHistoryAsync(job, score).ConfigureAwait(false);
        Stream? attached = await _outlet.OpenHistoryAsync(job.Id, cancellationToken).ConfigureAwait(false);
        if (current is null || attached is null)
            return current is not null;

        await using (attached.ConfigureAwait(false))
            return await RunHistory.IsEarlierAsync(attached, current.Value, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<JobRepairResult> RecoverAsync(JobDefects defects, JobRepairResult result)
    {
        Job job = defects.Job;
        Score score = FindScore(job) ?? new Score { Name = job.Name };
        JobUpdate update = JobEnd.IsReached(job, score) ? JobEnd.UpdateOf(score) : new JobUpdate.Recover();
        update = update with { At = time.GetUtcNow() };
        SecretRedactor redactor = RedactorOf(score);
        Redacted<ExecutionHistory>? history = defects.LacksHistory
            ? await BuildHistoryAsync(JobTransitions.Apply(job, update, isZombie: true, update.At.Value)).ConfigureAwait(false)
            : null;

        Job recovered = await _outlet
            .UpdateAsync(job.Id, Redacted<JobUpdate>.Of(update, redactor), history).ConfigureAwait(false);
        bool isRecovered = recovered.Status is JobStatus.Paused or JobStatus.Completed; // Otherwise another process was faster.
        return result with
        {
            Status = recovered.Status,
            RecoveredFrom = isRecovered ? job.Runner : null,
            HistoryAttached = isRecovered && history is not null,
        };
    }

    /// <summary>Records missing outcomes. An error does not keep the job from being repaired.</summary>
    private async ValueTask<(int Recorded, MarianneException? Error)> RecordOutcomesAsync(JobDefects defects)
    {
        int recorded = 0;
        try
        {
            foreach (Sheet sheet in defects.MissingOutcomes)
                recorded += await RecordOutcomeAsync(defects.Job, sheet).ConfigureAwait(false);
            return (recorded, null);
        }
        catch (MarianneException error)
        {
            return (recorded, error);
        }
    }

    private async ValueTask<int> RecordOutcomeAsync(Job job, Sheet sheet)
    {
        Score score = JobPreparer.RunScoreOf(job);
        var report = Redacted<OutcomeReport>.Of(new SheetOutcomes(score, time).Of(sheet), RedactorOf(score));
        return (await _outlet.RecordOutcomesAsync([report]).ConfigureAwait(false)).Count;
    }

    private ValueTask<Redacted<ExecutionHistory>?> BuildHistoryAsync(Job job) =>
        BuildHistoryAsync(job, JobPreparer.RunScoreOf(job));

    private async ValueTask<Redacted<ExecutionHistory>?> BuildHistoryAsync(Job job, Score score) =>
        await new RunHistory(jobs, score, jobs).BuildAsync(job).ConfigureAwait(false) is { } history
            ? Redacted<ExecutionHistory>.Of(history, RedactorOf(score))
            : null;

    private SecretRedactor RedactorOf(Score score) => SecretRedactor.Of(score, variable, OwnInstruments);
}
