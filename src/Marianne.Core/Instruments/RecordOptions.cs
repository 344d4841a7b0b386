using Marianne.Collections;
using Marianne.Errors;
using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>A kind of record that an agent writes, and what it means.</summary>
public sealed record RecordOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<RecordOptions> Section { get; } = new("records");

    /// <summary>
    /// The values that such a record has, by JSON pointer: a value, a list of possible values, <c>*</c> for any value that is not
    /// empty, or <c>null</c> if the record must not have it.
    /// </summary>
    public IReadOnlyDictionary<string, object?> When { get; init => field = ReadOnlyMap<string, object?>.Of(value); } =
        ReadOnlyMap<string, object?>.Empty;

    /// <summary>What such a record says of the attempt.</summary>
    public ResultVerdict Verdict { get; init; }

    /// <summary>JSON pointers to a value that is true if the attempt failed.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> IsError { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>The kind of the failure, if the record alone decides it.</summary>
    public ReadingKind? Kind { get; init; }

    /// <summary>JSON pointers to the parts that describe the failure.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Body { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the words for the kind of failure.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Codes { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the times that count if the attempt failed.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Times { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the answer of the agent.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Text { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the id of the session.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Session { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the model.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Model { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>Where the usage is. The first that is there counts.</summary>
    public IReadOnlyList<UsageOptions> Usage { get; init => field = ReadOnlyItems<UsageOptions>.Of(value); } =
        ReadOnlyItems<UsageOptions>.Empty;

    internal override IEnumerable<OptionProblem> Validate() => JsonPointer.Validate("when", When.Keys);
}
