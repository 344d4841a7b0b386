using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>Creates the scores whose first sheet runs once for each item of a pipeline.</summary>
internal static class ForEachScore
{
    /// <summary>
    /// Returns a score with the defaults of such runs: items run in parallel, one that fails does not hold the others back, and is not
    /// retried in the same run.
    /// </summary>
    /// <param name="score">The score: the sheet of the items and, if there is one, the sheet that uses their results.</param>
    /// <param name="concurrent">The number of items that run at the same time; <c>null</c> for that of the score, or 5.</param>
    public static Score Of(Score score, int? concurrent) => score with
    {
        ForEachNumbers = [.. Enumerable.Range(0, score.Sheets.Count)],
        Retry = score.Retry == new RetryOptions() ? score.Retry with { MaxRetries = 0 } : score.Retry,
        Parallel = score.Parallel == new ParallelismOptions()
            ? new ParallelismOptions { Enabled = true, MaxConcurrent = concurrent ?? DefaultConcurrent, FailFast = false }
            : score.Parallel with { Enabled = true, MaxConcurrent = concurrent ?? score.Parallel.MaxConcurrent },
    };

    private const int DefaultConcurrent = 5;
}
