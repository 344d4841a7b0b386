namespace Marianne.Jobs;

/// <summary>Creates the errors of claims.</summary>
public static class ClaimErrors
{
    /// <summary>Creates the error for a change by a worker that does not have the claim any more.</summary>
    /// <param name="jobId">The job's id.</param>
    public static MarianneException Lost(string jobId) => new(
        MarianneError.LeaseLost,
        $"This run has lost its claim of the job '{jobId}': it did not renew it in time, and another process may have taken the job "
        + "over. Nothing was written. Run the job again.",
        jobId);

    /// <summary>Creates the error for a worker that does not exist.</summary>
    /// <param name="workerId">The worker's id.</param>
    public static MarianneException WorkerNotFound(string workerId) => new(
        MarianneError.WorkerNotFound,
        $"The worker '{workerId}' does not exist in this store. Use Get-MarianneWorker to list the workers.",
        workerId);

    /// <summary>Creates the error for a job whose former run has not ended yet.</summary>
    /// <param name="job">The job.</param>
    /// <param name="process">The process that has the claim; <c>null</c> if it is not known.</param>
    public static MarianneException Claimed(Job job, RunnerProcess? process)
    {
        string owner = process is null ? "another process" : $"the {process}";
        return new(
            MarianneError.JobIsPlayed,
            job.Status is JobStatus.Running or JobStatus.Pending
                ? $"The job '{job.Id}' is already being run by {owner}. Wait for it, or pause it with Suspend-MarianneJob and run it again."
                : $"The job '{job.Id}' is {job.Status}, but {owner} that ran it has not ended its sheets yet. Run it again when it has.",
            job);
    }
}
