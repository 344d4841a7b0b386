using Marianne.Collections;
using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>A record by which the output of an agent is recognized.</summary>
public sealed record MarkOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<MarkOptions> Section { get; } = new("marks");

    /// <summary>The values that such a record has, by JSON pointer, as in <c>records</c>.</summary>
    public IReadOnlyDictionary<string, object?> When { get; init => field = ReadOnlyMap<string, object?>.Of(value); } =
        ReadOnlyMap<string, object?>.Empty;

    internal override IEnumerable<OptionProblem> Validate() => JsonPointer.Validate("when", When.Keys);
}
