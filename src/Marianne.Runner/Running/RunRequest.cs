using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Specifies the job to run.</summary>
public sealed record RunRequest
{
    /// <summary>
    /// The score. The newest unfinished job with its name and workspace is resumed, or a new job is created. If an id is
    /// specified as well, that job is resumed with this score.
    /// </summary>
    public Score? Score { get; init; }

    /// <summary>The id of the job to resume.</summary>
    public string? JobId { get; init; }

    /// <summary>
    /// The values of parameters of the score, by name: strings, numbers, Booleans or lists of them. The default is those that the job
    /// keeps, or those of the score.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>The folder that the paths in <see cref="Parameters"/> begin at. The default is the current folder of the process.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>
    /// The items that the first sheet of the score runs for; <c>null</c> if the score is another one, or if the job keeps its items. The
    /// newest job with the score's name and workspace is resumed, also if it is Completed: items that are done are not run again.
    /// </summary>
    public ItemList? Items { get; init; }

    /// <summary>
    /// The keys of the items to run, also if they are done, together with the sheets that use their results. The default is none: all
    /// sheets that are not done are run.
    /// </summary>
    public IReadOnlyList<string> ItemKeys { get; init; } = [];

    /// <summary>The sheets to run again, in a job that may be Completed; <c>null</c> to run only what is not done.</summary>
    public SheetSelection? Selection { get; init; }

    /// <summary>Indicates whether to run a new job that takes over the sheets of the job that do not run. The job itself is not changed.</summary>
    public bool Fork { get; init; }

    /// <summary>The id of the fork; <c>null</c> to create one from the name and the time.</summary>
    public string? NewId { get; init; }

    /// <summary>
    /// The id of the run, such as a date: the score has one job with it, which is created, or resumed unless it is Completed. <c>null</c>
    /// if the job has none.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>Indicates whether to create a new job even if an unfinished one exists.</summary>
    public bool Restart { get; init; }

    /// <summary>The tags to add to the job.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What to do if another run already runs the job. The default is an error.</summary>
    public WhenRunning WhenRunning { get; init; }

    /// <summary>Indicates whether to resume a job although its score has changed.</summary>
    public bool Force { get; init; }
}
