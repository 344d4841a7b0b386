namespace Marianne.Running;

/// <summary>Decides whether a sheet is started again after the death of its run: a sheet that ends its runner is not tried forever.</summary>
internal static class TakeoverLimit
{
    /// <summary>Returns why a sheet is not started any more, or <c>null</c> if it may be started.</summary>
    /// <param name="run">The run of the job.</param>
    /// <param name="number">The sheet's number.</param>
    public static string? RefusalOf(JobRun run, int number)
    {
        int takeovers = run.Claims.TakeoversOf(number);
        return takeovers > run.Score.RetryOf(number).MaxTakeovers
            ? $"The last {(takeovers == 1 ? "run" : $"{takeovers} runs")} of the job ended without saving while this sheet was in progress."
            : null;
    }
}
