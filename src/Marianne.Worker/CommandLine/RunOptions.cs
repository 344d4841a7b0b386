namespace Marianne.Worker;

/// <summary>What the command line asks for.</summary>
internal sealed record RunOptions
{
    /// <summary>The file of the score; nothing when a job plays the score that it keeps.</summary>
    public string? Score { get; init; }

    /// <summary>Where the jobs are: an SQLite file or a folder of JSON files. Default: that of the machine.</summary>
    public string? Store { get; init; }

    /// <summary>The SQLite file of what was learned. Default: that of the machine.</summary>
    public string? Learning { get; init; }

    /// <summary>The id of the job, when it is this one and no other.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether a new job is made, whatever there is.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether to go on although the score changed.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to show what would be done, and do nothing.</summary>
    public bool Plan { get; init; }

    /// <summary>Whether to show each line that sheets write.</summary>
    public bool Verbose { get; init; }
}
