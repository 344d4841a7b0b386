namespace Marianne.Working;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>The maximum number of sheets that run at the same time. The default is 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// The time that running sheets get to end when the worker is stopped. Those that have not ended then are interrupted, and any
    /// worker runs them again. The default is none.
    /// </summary>
    public TimeSpan Grace { get; init; }

    /// <summary>The tags of the jobs to work on; a job needs one of them. The default is an empty list: any job.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Indicates whether the worker ends when there is nothing left that it could run. The default is <c>false</c>.</summary>
    public bool UntilIdle { get; init; }
}
