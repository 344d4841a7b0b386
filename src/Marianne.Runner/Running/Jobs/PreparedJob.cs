using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>A job that was found or drafted for a run, with its score. Nothing of it was saved.</summary>
/// <param name="Request">The request.</param>
/// <param name="Job">The job with its sheets.</param>
/// <param name="Score">The score to run, with full paths.</param>
/// <param name="Config">The score as the job keeps it.</param>
/// <param name="IsResumed">Indicates whether the job exists; otherwise it is a draft.</param>
/// <param name="IsChanged">Indicates whether the job was created with another score.</param>
internal sealed record PreparedJob(
    RunRequest Request, Job Job, Score Score, JobConfig Config, bool IsResumed, bool IsChanged)
{
    /// <summary>The changes of the score in words, or <c>null</c> if there are none.</summary>
    public string? Changes { get; init; }

    /// <summary>The tags that the run adds to the job: those of the request and of a changed score.</summary>
    public IReadOnlyList<string> NewTags => IsChanged ? [.. Score.Tags, .. Request.Tags] : Request.Tags;

    /// <summary>Determines whether a sheet is Completed or Skipped. The score may have more sheets than the job.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool IsDone(int number) => number <= Job.TotalSheets && Job.Sheets[number - 1].IsFinished;
}
