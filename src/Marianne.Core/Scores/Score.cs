using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Marianne.Durations;
using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>What a job does: its sheets, and what is asked of its run.</summary>
public sealed record Score : OptionSet
{
    /// <summary>What stands in an instrument for the prompt.</summary>
    public const string PromptPlace = "{prompt}";

    /// <summary>A whole score and its keys.</summary>
    public static OptionSection<Score> Section { get; } = new("score");

    /// <summary>The name of its jobs.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The folder in which the sheets work; it is made when it is missing. A leading ~ is the user's home, here and in the paths
    /// of scripts and prompts. Default: the folder of the score.
    /// </summary>
    public string? Workspace { get; init; }

    /// <summary>The command that prompts are given to: in place of <c>{prompt}</c>, else on its standard input.</summary>
    public string? Instrument { get; init; }

    /// <summary>The sheets, numbered from 1 in this order.</summary>
    [Required, Bounds(AtLeast = 1, AtMost = 10_000)]
    public IReadOnlyList<ScoreSheet> Sheets { get; init; } = [];

    /// <summary>The names of environment variables whose values never reach history, events or logs.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>What is true of sheets by their number, and of all that do not say otherwise.</summary>
    public SheetOptions Sheet { get; init; } = new();

    /// <summary>How often and after how long a failed sheet is tried again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>How a rate limit is told from a failure, and how it is waited for.</summary>
    public RateLimitOptions RateLimit { get; init; } = new();

    /// <summary>When attempts are held back because all before them failed.</summary>
    public CircuitBreakerOptions CircuitBreaker { get; init; } = new();

    /// <summary>What sheets and the job may cost, in US dollars.</summary>
    public CostLimitOptions CostLimits { get; init; } = new();

    /// <summary>When a sheet that writes nothing any more is given up.</summary>
    public StaleDetectionOptions StaleDetection { get; init; } = new();

    /// <summary>What is checked of a prompt before it costs anything.</summary>
    public PreflightOptions Preflight { get; init; } = new();

    /// <summary>How many sheets run at once.</summary>
    public ParallelismOptions Parallel { get; init; } = new();

    /// <summary>What must be true after a sheet for it to be done.</summary>
    public IReadOnlyList<ValidationRule> Validations { get; init; } = [];

    /// <summary>The file that it was read from; nothing when it is of none.</summary>
    public string? File { get; private init; }

    /// <summary>The folder that its relative paths begin at, a full path.</summary>
    public string? Folder { get; private init; }

    /// <summary>The folder in which the sheets work, a full path.</summary>
    public string WorkspacePath => FullPath(Workspace ?? ".");

    /// <summary>The same score at a place.</summary>
    /// <param name="folder">The folder that its relative paths begin at, a full path.</param>
    /// <param name="file">The file that it was read from, a full path; nothing when it is of none.</param>
    public Score At(string folder, string? file = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return this with { Folder = folder, File = file };
    }

    /// <summary>A path of the score as a full path. A leading <c>~</c> is the user's home.</summary>
    public string FullPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string expanded = path is "~" or ['~', '/' or '\\', ..] ? Path.Join(Home, path[1..].TrimStart('/', '\\')) : path;
        return Folder is null ? Path.GetFullPath(expanded) : Path.GetFullPath(expanded, Folder);
    }

    /// <summary>The name of a sheet; its number when it has none.</summary>
    public string NameOf(int number) => Sheets[number - 1].Name ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>How long a sheet may take.</summary>
    public TimeSpan TimeoutOf(int number) => Duration.FromSeconds(Sheets[number - 1].TimeoutSeconds ?? Sheet.TimeoutSeconds);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        int total = Sheets.Count;
        foreach (int index in Enumerable.Range(0, total).Where(index => Sheets[index].Prompt is not null && Instrument is null))
        {
            yield return new(
                $"sheets[{index}].prompt",
                "The sheet has a prompt, and the score has no instrument to give it to. Write one, as in "
                + "instrument: claude -p {prompt}");
        }

        if (Instrument is not null && string.IsNullOrWhiteSpace(Instrument))
            yield return new("instrument", "instrument is empty. Write the command that prompts are given to, or leave it out.");

        foreach (OptionProblem problem in DependencyValidator.Check(total, Sheet.Dependencies))
            yield return problem;

        foreach (int number in Sheet.SkipWhenCommand.Keys.Where(number => number < 1 || number > total))
            yield return NoSuchSheet($"sheet.skip_when_command.{number}", number, total);

        for (int index = 0; index < Validations.Count; index++)
        {
            if (Validations[index].Sheet is { } number && number > total)
                yield return NoSuchSheet($"validations[{index}].sheet", number, total);
        }
    }

    private static string Home => Environment.GetFolderPath(
        Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    private static OptionProblem NoSuchSheet(string path, int number, int total) => new(
        path, string.Create(CultureInfo.InvariantCulture, $"There is no sheet {number}: the sheets are 1 to {total}. Mend the number."));
}
