using Marianne.Collections;
using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>Defaults of all sheets, and settings of single sheets by their number.</summary>
public sealed record SheetOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<SheetOptions> Section { get; } = new("sheet");

    /// <summary>The time limit of an attempt, in seconds, for sheets that do not set their own.</summary>
    [Bounds(Above = 0)]
    public double TimeoutSeconds { get; init; } = 1800;

    /// <summary>
    /// The dependencies of sheets: each number maps to the sheets that must be Completed or Skipped before that sheet starts.
    /// </summary>
    public IReadOnlyDictionary<int, IReadOnlyCollection<int>> Dependencies
    {
        get;
        init => field = ReadOnlyMap<int, IReadOnlyCollection<int>>.Of(value);
    } = ReadOnlyMap<int, IReadOnlyCollection<int>>.Empty;

    /// <summary>The conditions under which sheets are skipped, by sheet number.</summary>
    public IReadOnlyDictionary<int, SkipWhenOptions> SkipWhenCommand
    {
        get;
        init => field = ReadOnlyMap<int, SkipWhenOptions>.Of(value);
    } = ReadOnlyMap<int, SkipWhenOptions>.Empty;
}
