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
    public IReadOnlyDictionary<int, IReadOnlyCollection<int>> Dependencies { get; init; } =
        new SortedDictionary<int, IReadOnlyCollection<int>>();

    /// <summary>The conditions under which sheets are skipped, by sheet number.</summary>
    public IReadOnlyDictionary<int, SkipWhenOptions> SkipWhenCommand { get; init; } =
        new SortedDictionary<int, SkipWhenOptions>();
}
