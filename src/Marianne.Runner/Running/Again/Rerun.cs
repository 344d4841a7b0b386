namespace Marianne.Running;

/// <summary>The sheets of a job that run again.</summary>
/// <param name="Causes">
/// The number of the sheet because of which a sheet runs again, by the number of the latter; 0 for one that was chosen. The sheets are those
/// that were chosen, and those that depend on them, in ascending order.
/// </param>
/// <param name="Kept">
/// The numbers of the sheets whose failure the score allows and that do not run again, because they were not chosen.
/// </param>
internal sealed record Rerun(IReadOnlyDictionary<int, int> Causes, IReadOnlySet<int> Kept)
{
    /// <summary>The numbers of those sheets that read the source of their items again. The default is none.</summary>
    public IReadOnlyCollection<int> Reread { get; init; } = [];

    /// <summary>Determines whether a sheet was chosen.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool IsChosen(int number) => Causes.TryGetValue(number, out int cause) && cause == 0;
}
