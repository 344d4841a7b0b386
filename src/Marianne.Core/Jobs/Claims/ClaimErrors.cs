namespace Marianne.Jobs;

/// <summary>Creates the errors of claims.</summary>
public static class ClaimErrors
{
    /// <summary>Creates the error for a change by a worker that does not have the claim any more.</summary>
    /// <param name="job">The job.</param>
    public static MarianneException Lost(Job job) => new(
        MarianneError.LeaseLost,
        $"This run has lost its claim of the job '{job.Id}': it did not renew it in time, and another process may have taken the job "
        + "over. Nothing was written. Run the job again.",
        job);

    /// <summary>Creates the error for a job whose former run has not ended yet.</summary>
    /// <param name="job">The job.</param>
    /// <param name="claim">The claim that another worker has.</param>
    public static MarianneException Claimed(Job job, Claim claim)
    {
        string owner = claim.Process is { } process ? $"the {process}" : "another process";
        return new(
            MarianneError.JobIsPlayed,
            job.Status is JobStatus.Running or JobStatus.Pending
                ? $"The job '{job.Id}' is already being run by {owner}. Wait for it, or pause it with Suspend-MarianneJob and run it again."
                : $"The job '{job.Id}' is {job.Status}, but {owner} that ran it has not ended its sheets yet. Run it again when it has.",
            job);
    }
}
