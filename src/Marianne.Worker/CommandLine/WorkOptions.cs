namespace Marianne.Worker;

/// <summary>The options of the command <c>work</c>.</summary>
internal sealed record WorkOptions
{
    /// <summary>The path of the job store. The default is the default store.</summary>
    public string? Store { get; init; }

    /// <summary>The path of the learning store. The default is the default store.</summary>
    public string? Learning { get; init; }

    /// <summary>The tags of the jobs to work on. The default is an empty list: any job.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>The maximum number of sheets that run at the same time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>The time that running sheets get to end when the worker is stopped.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Indicates whether the worker ends when nothing is left to do.</summary>
    public bool UntilIdle { get; init; }

    /// <summary>Indicates whether to show the output lines of sheets.</summary>
    public bool Verbose { get; init; }
}
