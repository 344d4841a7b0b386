using Marianne.Collections;
using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>How the result of an agent is read.</summary>
public sealed record ResultOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ResultOptions> Section { get; } = new("result");

    /// <summary>
    /// The form of the output: text, one JSON object, or JSON objects one a line. Default: the output is compared with those of
    /// the built-in instruments.
    /// </summary>
    public ResultForm? Format { get; init; }

    /// <summary>JSON pointers to the answer of the agent, or to the message if it failed.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Text { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to a value that is true if the attempt failed.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> IsError { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the id of the session.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Session { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the name of the model.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Model { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the number of input tokens.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> InputTokens { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the number of output tokens.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> OutputTokens { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the number of input tokens that were read from a cache.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> CacheReadTokens { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the number of input tokens that were written to a cache.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> CacheWriteTokens { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the cost in US dollars.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Cost { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>What the tokens and the cost in a record stand for. Default: <c>total</c>.</summary>
    public UsageTotal? Usage { get; init; }

    /// <summary>Indicates whether the input tokens contain those of the cache. Default: false.</summary>
    public bool? CacheIsInside { get; init; }

    /// <summary>Indicates whether a record says how the attempt ended, so that it failed if there is none. Default: false.</summary>
    public bool? HasEnd { get; init; }

    /// <summary>
    /// The beginning of the line that an agent writes if it succeeded. Failures before it do not count, and an exit code of 0
    /// proves nothing without it.
    /// </summary>
    public string? SuccessLine { get; init; }

    /// <summary>
    /// A regular expression for the line of text that reports tokens and cost, with the groups input, output, read, write, cost
    /// and total.
    /// </summary>
    public string? UsageLine { get; init; }

    /// <summary>A regular expression for the line of text that names the model, with the group model.</summary>
    public string? ModelLine { get; init; }

    /// <summary>The records by which the output of this agent is recognized. Any of them suffices.</summary>
    public IReadOnlyList<MarkOptions> Marks { get; init => field = ReadOnlyItems<MarkOptions>.Of(value); } =
        ReadOnlyItems<MarkOptions>.Empty;

    /// <summary>The kinds of records, for an agent that writes several. All that fit a record count.</summary>
    public IReadOnlyList<RecordOptions> Records { get; init => field = ReadOnlyItems<RecordOptions>.Of(value); } =
        ReadOnlyItems<RecordOptions>.Empty;

    /// <summary>All kinds of records, including the one that the keys of this section describe.</summary>
    internal IReadOnlyList<RecordOptions> AllRecords => HasKeys ? [.. Records, OwnRecord] : Records;

    /// <summary>The pointers of this section by the names of their keys.</summary>
    internal IEnumerable<(string Key, IReadOnlyList<string> Pointers)> OwnPointers =>
    [
        ("text", Text), ("is_error", IsError), ("session", Session), ("model", Model), ("input_tokens", InputTokens),
        ("output_tokens", OutputTokens), ("cache_read_tokens", CacheReadTokens), ("cache_write_tokens", CacheWriteTokens),
        ("cost", Cost),
    ];

    private bool HasKeys => OwnPointers.Any(key => key.Pointers.Count > 0);

    private RecordOptions OwnRecord => new()
    {
        IsError = IsError,
        Body = IsError.Count > 0 ? [""] : [],
        Text = Text,
        Session = Session,
        Model = Model,
        Usage =
        [
            new UsageOptions
            {
                Input = InputTokens,
                Output = OutputTokens,
                CacheRead = CacheReadTokens,
                CacheWrite = CacheWriteTokens,
                Cost = Cost,
                CacheIsInside = CacheIsInside ?? false,
                CacheDefaultsToZero = CacheReadTokens.Count + CacheWriteTokens.Count > 0,
                Scope = Usage == UsageTotal.Sum ? UsageScope.Sum : UsageScope.Last,
            },
        ],
    };

    /// <summary>Returns these options with those of a parent for the keys that are not set.</summary>
    /// <param name="parent">The parent.</param>
    internal ResultOptions Over(ResultOptions parent) => new()
    {
        Format = Format ?? parent.Format,
        Text = Or(Text, parent.Text),
        IsError = Or(IsError, parent.IsError),
        Session = Or(Session, parent.Session),
        Model = Or(Model, parent.Model),
        InputTokens = Or(InputTokens, parent.InputTokens),
        OutputTokens = Or(OutputTokens, parent.OutputTokens),
        CacheReadTokens = Or(CacheReadTokens, parent.CacheReadTokens),
        CacheWriteTokens = Or(CacheWriteTokens, parent.CacheWriteTokens),
        Cost = Or(Cost, parent.Cost),
        Usage = Usage ?? parent.Usage,
        CacheIsInside = CacheIsInside ?? parent.CacheIsInside,
        HasEnd = HasEnd ?? parent.HasEnd,
        SuccessLine = SuccessLine ?? parent.SuccessLine,
        UsageLine = UsageLine ?? parent.UsageLine,
        ModelLine = ModelLine ?? parent.ModelLine,
        Marks = Or(Marks, parent.Marks),
        Records = Or(Records, parent.Records),
    };

    private static IReadOnlyList<T> Or<T>(IReadOnlyList<T> own, IReadOnlyList<T> parent) => own.Count > 0 ? own : parent;

    internal override IEnumerable<OptionProblem> Validate()
    {
        foreach ((string key, string? pattern) in new[] { ("usage_line", UsageLine), ("model_line", ModelLine) })
        {
            if (pattern is not null && new MessageOptions { Pattern = pattern }.Validate().FirstOrDefault() is { } problem)
                yield return problem with { Path = key };
        }
    }
}
