using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>A job that is about to be played.</summary>
/// <param name="Job">The job with its sheets.</param>
/// <param name="Score">What it plays.</param>
/// <param name="IsResumed">Whether it was there before.</param>
/// <param name="Config">Its configuration when that is another now.</param>
internal sealed record PreparedJob(Job Job, Score Score, bool IsResumed, JobConfig? Config = null)
{
    /// <summary>Whether a sheet is Completed or Skipped; the score may have more sheets than the job had.</summary>
    public bool IsDone(int number) => number <= Job.TotalSheets && Job.Sheets[number - 1].IsFinished;
}
