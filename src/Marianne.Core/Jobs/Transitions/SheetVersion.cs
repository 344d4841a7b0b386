namespace Marianne.Jobs;

/// <summary>
/// What distinguishes a state of a sheet from its earlier and later ones, to notice that another process changed the sheet.
/// </summary>
/// <param name="Status">The status.</param>
/// <param name="AttemptCount">The number of attempts.</param>
/// <param name="StartedAt">The time at which the last attempt started.</param>
public readonly record struct SheetVersion(SheetStatus Status, int AttemptCount, DateTimeOffset? StartedAt)
{
    /// <summary>Returns the version of a sheet.</summary>
    /// <param name="sheet">The sheet.</param>
    public static SheetVersion Of(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return new SheetVersion(sheet.Status, sheet.AttemptCount, sheet.StartedAt);
    }
}
