using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Starts jobs without running them: they become Pending, and workers run their sheets.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="learning">The learning store.</param>
/// <param name="time">The clock.</param>
public sealed class JobStarter(IJobStore jobs, ILearningStore learning, TimeProvider time)
{
    /// <summary>Returns the user's own profiles of instruments by name. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    /// <summary>Returns the value of an environment variable, or <c>null</c> if it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// Creates the job of a plan or, if there is an unfinished one, makes it Pending again with the score of the plan; then lets
    /// workers claim its sheets. A job that is already Completed is returned unchanged.
    /// </summary>
    /// <param name="plan">The plan, created by <see cref="JobPlanner"/> with the same job store.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The job with its sheets.</returns>
    /// <exception cref="MarianneException">
    /// JobIsPlayed: a process runs the job. InvalidTransition: it is Cancelled. InvalidParameter: workers cannot share the store, or
    /// the score has secret parameters, which are not stored.
    /// JobNotFound, ScoreChanged: it cannot be resumed.
    /// </exception>
    public async ValueTask<Job> StartAsync(JobPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);

        PreparedJob prepared = plan.Prepared
            ?? throw new ArgumentException($"Only a plan that {nameof(JobPlanner)} created can be started.", nameof(plan));
        jobs.CheckQueue();
        if (prepared.Written.IsForEach)
            throw RunErrors.ItemsOfWorkers(prepared.Job.Id);
        if (prepared.Job.Status != JobStatus.Completed && prepared.Score.SecretParameters is [_, ..] secrets)
            throw ParameterErrors.SecretsOfWorkers(prepared.Score.Name, secrets);
        var outlet = new RunOutlet(jobs, learning);
        prepared = await new JobPreparer(jobs, time).ConfirmAsync(prepared, outlet, cancellationToken).ConfigureAwait(false);
        string id = prepared.Job.Id;
        if (prepared.Job.Status != JobStatus.Completed)
        {
            if (prepared.Job is { Status: JobStatus.Running, IsZombie: false, Runner: { } runner })
                throw JobErrors.AlreadyRunning(prepared.Job, runner);
            if (prepared.Job.Status != JobStatus.Running || prepared.Job.IsZombie)
                await MakePendingAsync(prepared, outlet).ConfigureAwait(false);
            await outlet.QueueAsync(id, prepared.Score.Priority, cancellationToken).ConfigureAwait(false);
        }

        return await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
    }

    /// <summary>Makes a job Pending, whose run has ended or died. A job that workers already run stays as it is.</summary>
    private async ValueTask MakePendingAsync(PreparedJob prepared, RunOutlet outlet)
    {
        var redactor = SecretRedactor.Of(prepared.Score, Variable, OwnInstruments);
        if (prepared.Job.IsZombie)
            await UpdateAsync(new JobUpdate.Recover()).ConfigureAwait(false);
        if (prepared.IsResumed || prepared.NewTags.Count > 0)
        {
            var resume = new JobUpdate.Resume(prepared.IsChanged ? prepared.Config : null) { Tags = prepared.NewTags };
            await UpdateAsync(resume).ConfigureAwait(false);
        }

        ValueTask<Job> UpdateAsync(JobUpdate update) => outlet.UpdateAsync(prepared.Job.Id, Redacted<JobUpdate>.Of(update, redactor));
    }
}
