using Marianne.Collections;
using Marianne.Learning;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>A sheet of a score. It has exactly one of: a command, a prompt, a script; or none of them and an approval.</summary>
public sealed record ScoreSheet : OptionSet
{
    private const int MaximumTextLength = 60;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ScoreSheet> Section { get; } = new("sheets");

    /// <summary>
    /// The name of the sheet. A name that other keys refer to is unique, and consists of letters, digits, _ and -. Default: its number.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// A command for the platform's shell. The placeholders <c>{sheet_num}</c>, <c>{workspace}</c> and <c>{score}</c> are replaced.
    /// </summary>
    [OneOf]
    public string? Command { get; init; }

    /// <summary>
    /// A prompt for the instrument: the path of a file, or the prompt itself. The score must have an instrument.
    /// </summary>
    [OneOf]
    public string? Prompt { get; init; }

    /// <summary>A PowerShell script: the path of a .ps1 file, or the code itself.</summary>
    [OneOf]
    public string? Script { get; init; }

    /// <summary>
    /// Runs the sheet once for each item of a source, such as the lines of an output. It needs a name, and is Completed when its items are.
    /// </summary>
    public ForEachOptions? ForEach { get; init; }

    /// <summary>
    /// The names of the sheets that must be Completed or Skipped before this sheet starts, in addition to <c>dependencies</c> of the
    /// section <c>sheet</c>.
    /// </summary>
    [OneOrMore(Pattern = SheetName.Pattern, Meaning = SheetName.Meaning)]
    public IReadOnlyList<string> Needs { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>
    /// The result that the sheet needs of the sheets that it depends on: <c>success</c>, or <c>any</c> to start also if some of them
    /// failed. After a failure, <c>fail_fast</c> of the section <c>parallel</c> must be <c>false</c> for a sheet to start, unless what
    /// failed are items of <c>for_each</c>.
    /// </summary>
    public NeededResult NeedsResult { get; init; }

    /// <summary>
    /// The condition under which the sheet runs, such as <c>{branch} == 'main' and {count} &gt; 0</c>. If it is false, the sheet is
    /// skipped. Default: it always runs.
    /// </summary>
    public string? When { get; init; }

    /// <summary>
    /// The approval of a user that the sheet needs before it starts. A sheet with an approval need not do anything else. Without <c>needs</c>
    /// and <c>dependencies</c> of its own, it waits for all sheets before it, and sheets after it wait for it.
    /// </summary>
    [InsteadOfOneOf]
    public ApprovalOptions? Approval { get; init; }

    /// <summary>
    /// Whether the job continues if the sheet fails: its failure is no failure of the job, and counts as done for the sheets that depend
    /// on it.
    /// </summary>
    public bool AllowFailure { get; init; }

    /// <summary>
    /// The instrument that runs the prompt: the name of a profile, or a command. Default: <c>instrument</c> of the score.
    /// </summary>
    public string? Instrument { get; init; }

    /// <summary>
    /// The names of instruments that run the prompt while a usage limit or a quota of the sheet's instrument is used up. The
    /// first that is installed and not limited is used.
    /// </summary>
    public IReadOnlyList<string> Fallback { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>The time limit of an attempt, in seconds. Default: <c>timeout_seconds</c> of the section <c>sheet</c>.</summary>
    [Bounds(Above = 0)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>
    /// The service that the sheet calls. A rate limit holds the sheets that call the same service; an empty text means that it calls
    /// none. Default: <c>service</c> of the score or, for a prompt, the instrument.
    /// </summary>
    public string? Service { get; init; }

    /// <summary>How often, and after which delay, the sheet is retried. Default: <c>retry</c> of the score.</summary>
    public SheetRetryOptions? Retry { get; init; }

    /// <summary>How its rate limits are detected, and how long it waits for them. Default: <c>rate_limit</c> of the score.</summary>
    public SheetRateLimitOptions? RateLimit { get; init; }

    /// <summary>
    /// The name of a limit across jobs that the sheet obeys, in addition to that of its instrument. Set-MarianneLimit creates limits; a
    /// name without one limits nothing.
    /// </summary>
    public string? Limit { get; init; }

    /// <summary>
    /// Environment variables of the sheet's process: names and values. The placeholders of parameters, also of secrets, are replaced.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = ReadOnlyMap<string, string>.Of(value);
    } = ReadOnlyMap<string, string>.Empty;

    /// <summary>
    /// The outputs of the sheet that are read from files in the workspace: names, and <c>lines</c>, <c>json</c> or <c>text</c> with the
    /// path of a file. Other sheets use an output as <c>{sheet.output}</c>.
    /// </summary>
    [NamedOptions(Pattern = SheetOutputOptions.NamePattern, Advice = SheetOutputOptions.NameAdvice)]
    public IReadOnlyDictionary<string, SheetOutputOptions> Outputs
    {
        get;
        init => field = ReadOnlyMap<string, SheetOutputOptions>.Of(value);
    } = ReadOnlyMap<string, SheetOutputOptions>.Empty;

    /// <summary>Indicates whether the sheet has a command, a prompt or a script; otherwise it only asks for approval.</summary>
    public bool HasWork => Command is not null || Prompt is not null || Script is not null;

    /// <summary>Indicates whether the script is a file: a single line that ends in .ps1.</summary>
    public bool HasScriptFile =>
        Script is { } script && !script.Contains('\n') && script.TrimEnd().EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the name, or the first line of the command, prompt or script.</summary>
    public override string ToString()
    {
        string text = (Name ?? Command ?? Prompt ?? Script ?? Approval?.Message ?? "").Trim();
        return TextTruncation.Shorten(text.Split('\n')[0].TrimEnd(), MaximumTextLength);
    }

    internal override IEnumerable<OptionProblem> Validate()
    {
        OptionKey[] alternatives = [.. Section.Keys.Where(key => key.IsOneOf)];
        OptionKey[] present = [.. alternatives.Where(key => key.ValueOf(this) is not null)];
        if (present.Length == 0 && Approval is not null)
        {
            // The sheet only asks.
        }
        else if (present is not [var work])
        {
            string names = string.Join(", ", alternatives.Select(key => key.Name));
            string found = present.Length == 0
                ? "none"
                : string.Join(" and ", present.Select(key => key.Name));
            yield return new("", $"The sheet must have exactly one of: {names}. It has {found}.");
        }
        else if (string.IsNullOrWhiteSpace((string?)work.ValueOf(this)))
        {
            yield return new(work.Name, $"{work.Name} is empty. Specify what the sheet does.");
        }

        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            yield return new("name", "name is empty. Specify a name, or omit the key to use the sheet's number.");

        if (Instrument is not null && string.IsNullOrWhiteSpace(Instrument))
            yield return new("instrument", "instrument is empty. Specify an instrument, or omit the key.");
        if (Limit is not null && !LearningValidator.IsLimitName(Limit.Trim()))
        {
            yield return new(
                "limit",
                "limit is not a valid name: it must have 1 to 256 characters, not only white space, and no control characters. Correct "
                + "it, or omit the key.");
        }

        if (Prompt is null && (Instrument is not null || Fallback.Count > 0) && present.Length <= 1 && (present.Length == 1 || Approval is not null))
        {
            yield return new(
                Instrument is null ? "fallback" : "instrument",
                $"The sheet has {(present.Length == 0 ? "only an approval" : $"a {present[0].Name}")}, which no instrument runs. "
                + "Use a prompt, or remove the key.");
        }

        foreach (string name in Environment.Keys.Where(name => name.Length == 0 || name.Contains('=') || name.Contains('\0')))
        {
            yield return new(
                $"environment.{name}", $"{OptionValue.Show(name)} is not a valid name of an environment variable. Correct it.")
            {
                IsOfKey = true,
            };
        }
    }
}
