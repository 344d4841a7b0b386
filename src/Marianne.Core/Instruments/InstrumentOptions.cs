using System.Globalization;
using Marianne.Collections;
using Marianne.Errors;
using Marianne.Options;
using Marianne.Text;

namespace Marianne.Instruments;

/// <summary>
/// The profile of an instrument: how an agent is started, how its result is read, what it costs, and how its session is
/// continued.
/// </summary>
public sealed record InstrumentOptions : OptionSet
{
    /// <summary>The regular expression of a name.</summary>
    internal const string NamePattern = @"^[A-Za-z0-9][A-Za-z0-9._-]*$";

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<InstrumentOptions> Section { get; } = new("instruments");

    /// <summary>
    /// The name of the instrument whose keys apply where this one has none. Default: the next instrument of the same name: one
    /// of your own, then a built-in one.
    /// </summary>
    public string? Extends { get; init; }

    /// <summary>A description of the instrument.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The program and its arguments as a list, which needs no quotes, or a line for the platform's shell. The placeholders
    /// <c>{prompt}</c>, <c>{model}</c>, <c>{session}</c>, <c>{budget}</c>, <c>{workspace}</c> and <c>{sheet_num}</c> are
    /// replaced. An argument whose placeholder has no value is omitted, together with the option before it.
    /// </summary>
    public CommandLine? Command { get; init; }

    /// <summary>
    /// How the prompt is passed: argument, stdin or file (<c>{prompt}</c> is then the path of a file). Of several, the first that
    /// the prompt fits into is used. Default: argument if the command contains <c>{prompt}</c>, stdin otherwise.
    /// </summary>
    [OneOrMore(Pattern = "^(argument|stdin|file)$", Meaning = "argument, stdin or file")]
    public IReadOnlyList<string> PromptOn { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>The name of the model. Default: the agent chooses it.</summary>
    public string? Model { get; init; }

    /// <summary>More arguments, after those of <c>command</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>Environment variables of the agent: names and values.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init => field = ReadOnlyMap<string, string>.Of(value); } =
        ReadOnlyMap<string, string>.Empty;

    /// <summary>How the result is read.</summary>
    public ResultOptions Result { get; init; } = new();

    /// <summary>The kinds of failures that exit codes stand for, such as <c>41: auth</c>.</summary>
    public IReadOnlyDictionary<string, string> ExitCodes { get; init => field = ReadOnlyMap<string, string>.Of(value); } =
        ReadOnlyMap<string, string>.Empty;

    /// <summary>Messages at the end of the output of a failed attempt, and what they mean. The first that matches counts.</summary>
    public IReadOnlyList<MessageOptions> Messages { get; init => field = ReadOnlyItems<MessageOptions>.Of(value); } =
        ReadOnlyItems<MessageOptions>.Empty;

    /// <summary>
    /// The arguments with which a session is continued; they contain <c>{session}</c>. Default: sessions cannot be continued.
    /// </summary>
    public IReadOnlyList<string> Resume { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>
    /// The prices by model, for agents that report tokens but no money. <c>*</c> at the end of a name stands for the rest of it, and
    /// the name <c>default</c> for any other model.
    /// </summary>
    [NamedOptions(Pattern = @"^\S+$")]
    public IReadOnlyDictionary<string, PriceOptions> Prices { get; init => field = ReadOnlyMap<string, PriceOptions>.Of(value); } =
        ReadOnlyMap<string, PriceOptions>.Empty;

    /// <summary>
    /// The name of the service that the agent calls. A limit of the service holds all sheets that call it. Default: the name of
    /// the instrument.
    /// </summary>
    public string? Service { get; init; }

    /// <summary>Why the file of the profile cannot be used, or <c>null</c>.</summary>
    internal MarianneException? Fault { get; private init; }

    /// <summary>Creates the profile of a file that cannot be used. Only those that use the instrument are concerned.</summary>
    /// <param name="fault">Why it cannot be used.</param>
    public static InstrumentOptions Unusable(MarianneException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new InstrumentOptions { Fault = fault };
    }

    /// <summary>Determines whether a text can be the name of an instrument.</summary>
    /// <param name="text">The text.</param>
    public static bool IsName(string text) => WholeText.Matches(text, NamePattern);

    /// <summary>Returns the prices of a model, or <c>null</c> if there are none.</summary>
    /// <param name="model">The name of the model, or <c>null</c> if it is not known.</param>
    public PriceOptions? PricesOf(string? model) =>
        Prices.Where(entry => Fits(entry.Key, model)).OrderByDescending(entry => entry.Key.Length)
            .Select(entry => entry.Value).FirstOrDefault()
        ?? Prices.GetValueOrDefault("default");

    /// <summary>Returns the kind of failure that an exit code stands for, or <c>null</c>.</summary>
    /// <param name="exitCode">The exit code.</param>
    internal ReadingKind? KindOf(int exitCode) =>
        ExitCodes.TryGetValue(exitCode.ToString(CultureInfo.InvariantCulture), out string? word) ? KindOf(word) : null;

    /// <summary>Returns these options with those of a parent for the keys that are not set.</summary>
    /// <param name="parent">The parent.</param>
    internal InstrumentOptions Over(InstrumentOptions parent) => new()
    {
        Description = Description ?? parent.Description,
        Command = Command ?? parent.Command,
        PromptOn = PromptOn.Count > 0 || Command is not null ? PromptOn : parent.PromptOn,
        Model = Model ?? parent.Model,
        Arguments = Arguments.Count > 0 ? Arguments : parent.Arguments,
        Environment = Merge(Environment, parent.Environment),
        Result = Result.Over(parent.Result),
        ExitCodes = Merge(ExitCodes, parent.ExitCodes),
        Messages = [.. Messages, .. parent.Messages],
        Resume = Resume.Count > 0 ? Resume : parent.Resume,
        Prices = Merge(Prices, parent.Prices),
        Service = Service ?? parent.Service,
    };

    internal override IEnumerable<OptionProblem> Validate()
    {
        foreach ((string code, string word) in ExitCodes)
        {
            if (!int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                yield return new($"exit_codes.{code}", $"{OptionValue.Show(code)} is not an exit code. Use a whole number.")
                {
                    IsOfKey = true,
                };
            }
            else if (KindOf(word) is null)
            {
                yield return UnknownKind(code, word);
            }
        }

        if (Resume.Count > 0 && !Resume.Any(argument => argument.Contains("{session}", StringComparison.Ordinal))
            && Command?.Arguments.Any(argument => argument.Contains("{session}", StringComparison.Ordinal)) == false)
        {
            yield return new("resume", "resume does not contain {session}. Specify where the id of the session belongs.");
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

    private static OptionProblem UnknownKind(string code, string word)
    {
        string[] words = [.. Enum.GetNames<ReadingKind>().Select(SnakeCaseName.Of)];
        string? nearest = NearestWord.Of(word, words);
        string advice = nearest is null ? "" : $" Did you mean {nearest}?";
        return new($"exit_codes.{code}", $"{OptionValue.Show(word)} is not one of {string.Join(", ", words)}.{advice}")
        {
            Suggestion = nearest,
        };
    }

    private static ReadingKind? KindOf(string word) =>
        Enum.GetValues<ReadingKind>().Select(kind => (ReadingKind?)kind).FirstOrDefault(kind => OptionValue.WordOf(kind!.Value) == word);

    private static bool Fits(string name, string? model) =>
        model is not null
        && (name.EndsWith('*') ? model.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(name, model, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> own, IReadOnlyDictionary<string, T> parent)
    {
        Dictionary<string, T> all = new(StringComparer.Ordinal);
        foreach ((string key, T value) in parent.Concat(own))
            all[key] = value;
        return all;
    }
}
