using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Which job is to be played.</summary>
public sealed record RunRequest
{
    /// <summary>
    /// The score: the newest unfinished job of its name and workspace is resumed, else one is made. With an id as well, it
    /// is what that job plays from now on.
    /// </summary>
    public Score? Score { get; init; }

    /// <summary>The id of the job, when it is this one and no other.</summary>
    public string? JobId { get; init; }

    /// <summary>Whether a new job is made, whatever there is.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a job is resumed although its score changed since.</summary>
    public bool Force { get; init; }
}
