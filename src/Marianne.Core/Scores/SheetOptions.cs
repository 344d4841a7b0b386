using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>What is true of sheets by their number, and of all that do not say otherwise.</summary>
public sealed record SheetOptions : OptionSet
{
    /// <summary>The section and its keys.</summary>
    public static OptionSection<SheetOptions> Section { get; } = new("sheet");

    /// <summary>How long a sheet may take, in seconds, when it does not say otherwise.</summary>
    [Bounds(Above = 0)]
    public double TimeoutSeconds { get; init; } = 1800;

    /// <summary>By number, the sheets that a sheet needs: it starts when they are Completed or Skipped.</summary>
    public IReadOnlyDictionary<int, IReadOnlyCollection<int>> Dependencies { get; init; } =
        new SortedDictionary<int, IReadOnlyCollection<int>>();

    /// <summary>By number, when a sheet is passed over.</summary>
    public IReadOnlyDictionary<int, SkipWhenOptions> SkipWhenCommand { get; init; } = new SortedDictionary<int, SkipWhenOptions>();
}
