using Marianne.Running;

namespace Marianne.Worker;

/// <summary>The options of the command line.</summary>
internal sealed record RunOptions
{
    /// <summary>The path of the score; <c>null</c> to run the score that is stored with the job.</summary>
    public string? Score { get; init; }

    /// <summary>The path of the job store: an SQLite file or a folder of JSON files. The default is the default store.</summary>
    public string? Store { get; init; }

    /// <summary>The path of the learning store. The default is the default store.</summary>
    public string? Learning { get; init; }

    /// <summary>The id of the job to run. The default is the unfinished job of the score.</summary>
    public string? JobId { get; init; }

    /// <summary>The id of the run: the score has one job with it. The default is none.</summary>
    public string? RunId { get; init; }

    /// <summary>The names or numbers of sheets that run again, with all that depend on them.</summary>
    public IReadOnlyList<string> FromSheets { get; init; } = [];

    /// <summary>The names or numbers of sheets that run again.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>Which of these sheets run again; <c>null</c> if none are chosen by their state.</summary>
    public OnlySheets? Only { get; init; }

    /// <summary>Indicates whether the chosen sheets run in a new job, which takes over the others.</summary>
    public bool Fork { get; init; }

    /// <summary>The id of that job. The default is created from the name and the time.</summary>
    public string? NewId { get; init; }

    /// <summary>The tags to add to the job.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The values of parameters: <c>name=value</c>, or the name of a parameter and an environment variable.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Indicates whether to create a new job even if there is an unfinished one.</summary>
    public bool Restart { get; init; }

    /// <summary>Indicates whether to resume a job although its score changed.</summary>
    public bool Force { get; init; }

    /// <summary>What to do if another run already runs the job.</summary>
    public WhenRunning WhenRunning { get; init; }

    /// <summary>Indicates whether to show the plan, and run nothing.</summary>
    public bool Plan { get; init; }

    /// <summary>Indicates whether to show the output lines of sheets.</summary>
    public bool Verbose { get; init; }
}
