using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Marianne.Collections;
using Marianne.Durations;
using Marianne.Files;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>The definition of a job: its sheets and the options of its runs.</summary>
public sealed partial record Score : OptionSet
{
    /// <summary>The placeholder in an instrument that is replaced by the prompt.</summary>
    public const string PromptPlaceholder = "{prompt}";

    /// <summary>The maximum number of sheets of a score.</summary>
    internal const int MaximumSheets = 10_000;

    /// <summary>The description of a whole score and its keys.</summary>
    public static OptionSection<Score> Section { get; } = new("score");

    /// <summary>The name of the jobs of this score.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>A description of the score.</summary>
    public string? Description { get; init; }

    /// <summary>The tags of the jobs of this score: free words by which they are found.</summary>
    public IReadOnlyList<string> Tags { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>
    /// The folder in which the sheets work. It is created if it does not exist. A leading ~ is the user's home folder, here and
    /// in the paths of scripts and prompts. Default: the folder of the score.
    /// </summary>
    public string? Workspace { get; init; }

    /// <summary>
    /// The instrument that runs prompts: the name of a profile such as claude or codex, or a command. In a command, the prompt replaces
    /// the placeholder <c>{prompt}</c>; without one, the command reads it from standard input. A path at the beginning that starts with ./
    /// or ../ begins at the folder of the score if that file exists, and at the workspace otherwise.
    /// </summary>
    public string? Instrument { get; init; }

    /// <summary>
    /// Profiles of instruments by name. They adjust the user's own profiles and the built-in ones of the same name, or add others.
    /// </summary>
    [NamedOptions(Pattern = InstrumentOptions.NamePattern)]
    public IReadOnlyDictionary<string, InstrumentOptions> Instruments
    {
        get;
        init => field = ReadOnlyMap<string, InstrumentOptions>.Of(value);
    } = ReadOnlyMap<string, InstrumentOptions>.Empty;

    /// <summary>
    /// The service that the sheets call, also commands and scripts. A rate limit holds the sheets that call the same service, in all
    /// jobs. Default: the instrument for prompts, none for commands and scripts.
    /// </summary>
    public string? Service { get; init; }

    /// <summary>
    /// The priority of the job among those that wait for the same limit across jobs. A higher one goes first, and each 10 seconds of
    /// waiting count as one point more.
    /// </summary>
    [Bounds(AtLeast = -100, AtMost = 100)]
    public int Priority { get; init; }

    /// <summary>The parameters by name: values that are specified for a job, and that placeholders with their names stand for.</summary>
    [NamedOptions(Pattern = ParameterOptions.NamePattern, Advice = ParameterOptions.NameAdvice)]
    public IReadOnlyDictionary<string, ParameterOptions> Parameters
    {
        get;
        init => field = ReadOnlyMap<string, ParameterOptions>.Of(value);
    } = ReadOnlyMap<string, ParameterOptions>.Empty;

    /// <summary>The sheets. They are numbered from 1 in this order.</summary>
    [Required, Bounds(AtLeast = 1, AtMost = MaximumSheets)]
    public IReadOnlyList<ScoreSheet> Sheets { get; init => field = ReadOnlyItems<ScoreSheet>.Of(value); } =
        ReadOnlyItems<ScoreSheet>.Empty;

    /// <summary>
    /// The names of environment variables whose values are replaced by <c>***</c> in the store, in events and in the log.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init => field = ReadOnlyItems<string>.Of(value); } =
        ReadOnlyItems<string>.Empty;

    /// <summary>Defaults of all sheets, and settings of single sheets by their number.</summary>
    public SheetOptions Sheet { get; init; } = new();

    /// <summary>How often, and after which delay, a failed sheet is retried.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>How rate limits are detected, and how long a sheet waits for them.</summary>
    public RateLimitOptions RateLimit { get; init; } = new();

    /// <summary>How long a sheet waits is learned from earlier attempts: how, and what waits and attempts cost.</summary>
    public LearningOptions Learning { get; init; } = new();

    /// <summary>When attempts are held back because the previous ones failed.</summary>
    public CircuitBreakerOptions CircuitBreaker { get; init; } = new();

    /// <summary>The cost limits of a sheet and of the job, in US dollars.</summary>
    public CostLimitOptions CostLimits { get; init; } = new();

    /// <summary>When a sheet that no longer writes output is stopped.</summary>
    public StaleDetectionOptions StaleDetection { get; init; } = new();

    /// <summary>The checks of a prompt before it is sent.</summary>
    public PreflightOptions Preflight { get; init; } = new();

    /// <summary>How many sheets run at the same time.</summary>
    public ParallelismOptions Parallel { get; init; } = new();

    /// <summary>How long the jobs of this score are kept after they have ended, instead of what the rule of the store says.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The checks that must pass before a sheet is Completed.</summary>
    public IReadOnlyList<ValidationRule> Validations { get; init => field = ReadOnlyItems<ValidationRule>.Of(value); } =
        ReadOnlyItems<ValidationRule>.Empty;

    /// <summary>The full path of the file that the score was read from; <c>null</c> if it is not from a file.</summary>
    public string? File { get; private init; }

    /// <summary>The full path of the folder that relative paths of the score begin at.</summary>
    public string? Folder { get; private init; }

    /// <summary>The numbers of the sheets by position, for the score of a job. The default is their positions.</summary>
    internal SheetOrder Order { get; init; } = SheetOrder.Written;

    /// <summary>
    /// The numbers of the sheets by position, for the score of a job whose first sheet runs once for each item of a pipeline: that one has
    /// the number 0, because only its items have sheets. It is <c>null</c> for all other scores.
    /// </summary>
    internal IReadOnlyList<int>? ForEachNumbers { get; init; }

    /// <summary>Indicates whether the first sheet runs once for each item of a pipeline.</summary>
    internal bool IsForEach => ForEachNumbers is not null;

    /// <summary>The numbers of the sheets of items, for the score of a job that was expanded. The default is none.</summary>
    internal IReadOnlySet<int> ItemNumbers { get; init; } = System.Collections.Frozen.FrozenSet<int>.Empty;

    /// <summary>The values of the parameters, for the score of a job. The default is none.</summary>
    internal ParameterValues Values { get; init; } = ParameterValues.None;

    /// <summary>The names of the parameters whose values are secrets, which are not stored with the job.</summary>
    internal IReadOnlyList<string> SecretParameters =>
        [.. Parameters.Where(parameter => parameter.Value.Type == ParameterType.Secret).Select(parameter => parameter.Key)];

    /// <summary>The full path of the folder in which the sheets work.</summary>
    public string WorkspacePath => FullPath(Workspace ?? ".");

    /// <summary>Returns the score with a folder and a file.</summary>
    /// <param name="folder">The full path of the folder that relative paths begin at.</param>
    /// <param name="file">The full path of the score's file; <c>null</c> if it is not from a file.</param>
    public Score At(string folder, string? file = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return this with { Folder = folder, File = file };
    }

    /// <summary>
    /// Returns the full path of a path in the score. A leading <c>~</c> is the user's home folder, and <c>\</c> separates folders
    /// on every system.
    /// </summary>
    /// <param name="path">The path.</param>
    public string FullPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PortablePath.FullPath(HomePath.Expand(path), Folder ?? System.Environment.CurrentDirectory);
    }

    /// <summary>Returns the name of a sheet, or its number if it has no name.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public string NameOf(int number) => NameIfAny(number) ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the instrument of a sheet as the score names it; <c>null</c> if there is none.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public string? InstrumentOf(int number) => SheetOf(number).Instrument ?? Instrument;

    /// <summary>
    /// Returns the service that a sheet calls, or <c>null</c> if none is known: that of the sheet, of its instrument or of the score,
    /// or the instrument itself.
    /// </summary>
    /// <param name="number">The sheet's number, from 1.</param>
    /// <param name="instrument">The instrument that runs its prompt; <c>null</c> for a command or a script.</param>
    public string? ServiceOf(int number, InstrumentProfile? instrument)
    {
        string? service = SheetOf(number).Service ?? instrument?.Options.Service ?? Service ?? instrument?.Name;
        return string.IsNullOrWhiteSpace(service) ? null : service.Trim();
    }

    /// <summary>Returns the environment variables of a sheet, in which the placeholders of parameters are replaced.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    internal IReadOnlyDictionary<string, string> EnvironmentOf(int number) => SheetOf(number).Environment
        .ToDictionary(variable => variable.Key, variable => Values.ReplaceIn(variable.Value), StringComparer.Ordinal);

    /// <summary>Returns the time limit of an attempt of a sheet.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public TimeSpan TimeoutOf(int number) => Duration.FromSeconds(SheetOf(number).TimeoutSeconds ?? Sheet.TimeoutSeconds);

    /// <summary>Returns the options for the retries of a sheet.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public RetryOptions RetryOf(int number) => SheetOf(number).Retry?.Over(Retry) ?? Retry;

    /// <summary>Returns the options for the rate limits of a sheet.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public RateLimitOptions RateLimitOf(int number) => SheetOf(number).RateLimit?.Over(RateLimit) ?? RateLimit;

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal override IEnumerable<OptionProblem> Validate()
    {
        int total = Sheets.Count;
        foreach (int index in Enumerable.Range(0, total)
            .Where(index => Sheets[index].Prompt is not null && InstrumentOf(index + 1) is null))
        {
            yield return new(
                $"sheets[{index}].prompt",
                "The sheet has a prompt, but the score has no instrument to run it. Add one, such as "
                + "instrument: claude -p {prompt}");
        }

        if (Instrument is not null && string.IsNullOrWhiteSpace(Instrument))
            yield return new("instrument", "instrument is empty. Specify the command that runs prompts, or omit the key.");

        for (int index = 0; index < Tags.Count; index++)
        {
            if (JobTags.FaultOf(Tags[index]) is { } fault)
                yield return new($"tags[{index}]", $"The tag {fault}. Correct it.");
        }

        if (Tags.Count > JobTags.MaximumCount)
            yield return new("tags", $"The score has {Tags.Count} tags, but a job can have {JobTags.MaximumCount}. Remove some.");

        foreach (OptionProblem problem in InstrumentValidator.Validate(this))
            yield return problem;

        foreach (OptionProblem problem in ParameterValidator.Validate(this))
            yield return problem;

        foreach (OptionProblem problem in WhenValidator.Validate(this))
            yield return problem;

        foreach (OptionProblem problem in ForEachValidator.Validate(this))
            yield return problem;

        foreach (OptionProblem problem in OutputUseValidator.Validate(this))
            yield return problem;

        foreach (OptionProblem problem in SheetDependencies.Validate(this))
            yield return problem;

        bool isRetryValid = !Retry.Validate().Any(); // Otherwise its problems are reported once, not for each sheet.
        for (int index = 0; isRetryValid && index < total; index++)
        {
            if (Sheets[index].Retry is { } own && own.Over(Retry).Validate().FirstOrDefault() is { } problem)
                yield return problem.Within(FormattableString.Invariant($"sheets[{index}].retry"));
        }

        foreach (int number in Sheet.SkipWhenCommand.Keys.Where(number => number < 1 || number > total))
            yield return NoSuchSheet($"sheet.skip_when_command.{number}", number, total);

        for (int index = 0; index < Validations.Count; index++)
        {
            if (Validations[index].Sheet is { } number && number > total)
                yield return NoSuchSheet($"validations[{index}].sheet", number, total);
        }
    }

    /// <summary>Returns the number and the name of a sheet, such as <c>2 'publish'</c>, or only the number.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public string LabelOf(int number) => SheetLabel.Of(number, NameIfAny(number));

    private static OptionProblem NoSuchSheet(string path, int number, int total) => new(
        path,
        string.Create(
            CultureInfo.InvariantCulture, $"Sheet {number} does not exist: the sheets are 1 to {total}. Correct the number."));
}
