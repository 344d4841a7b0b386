using Marianne.Collections;
using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>Where a record holds the tokens and the cost. The pointers are relative to <c>each</c>.</summary>
public sealed record UsageOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<UsageOptions> Section { get; } = new("usage");

    /// <summary>A JSON pointer to the objects that hold the numbers, which are added. Default: the record.</summary>
    public string? Each { get; init; }

    /// <summary>JSON pointers to the input tokens.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Input { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the output tokens, which are added.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Output { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the tokens that were read from a cache.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> CacheRead { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the tokens that were written to a cache.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> CacheWrite { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the number of all tokens. The output is what remains without the input.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Total { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the cost in US dollars, relative to the record.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Cost { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the cost of one of the objects, by which the model is chosen.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Weight { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>JSON pointers to the model, relative to the record.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Model { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>Indicates whether the names of the objects are models.</summary>
    public bool NamesAreModels { get; init; }

    /// <summary>Indicates whether the input contains the tokens of the cache.</summary>
    public bool CacheIsInside { get; init; }

    /// <summary>Indicates whether a missing number of cached tokens is 0 rather than unknown.</summary>
    public bool CacheDefaultsToZero { get; init; }

    /// <summary>How several records are combined.</summary>
    public UsageScope Scope { get; init; }

    /// <summary>JSON pointers to the key of the scope <c>once</c>, relative to the record.</summary>
    [OneOrMore(Pattern = JsonPointer.Pattern, Meaning = JsonPointer.Meaning)]
    public IReadOnlyList<string> Key { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>Indicates whether the numbers count only if no record holds a total.</summary>
    public bool IsPartial { get; init; }
}
