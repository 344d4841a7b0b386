namespace Marianne.Worker;

/// <summary>How the worker ends, for whoever started it.</summary>
internal enum ExitCode
{
    /// <summary>The job is completed; or what was asked for was shown.</summary>
    Completed = 0,

    /// <summary>The job failed or was cancelled, or something broke that is no fault of the score.</summary>
    Failed = 1,

    /// <summary>Nothing was played: the score or the command line has to be mended first.</summary>
    BadScore = 2,

    /// <summary>The job is paused; the next run goes on with it.</summary>
    Paused = 3,
}
