namespace Marianne.Worker;

/// <summary>The exit codes of the worker.</summary>
internal enum ExitCode
{
    /// <summary>The job is completed, or the requested information was shown.</summary>
    Completed = 0,

    /// <summary>The job failed or was cancelled, or another error occurred, for example in the store.</summary>
    Failed = 1,

    /// <summary>Nothing was run, because the score or the command line is invalid.</summary>
    BadScore = 2,

    /// <summary>The job is paused. The next run resumes it.</summary>
    Paused = 3,

    /// <summary>Nothing was run, because another run already runs the job, and <c>--when-running skip</c> was specified.</summary>
    Skipped = 4,
}
