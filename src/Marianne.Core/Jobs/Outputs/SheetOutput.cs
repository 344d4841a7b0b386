namespace Marianne.Jobs;

/// <summary>A named value that a sheet passes on. It belongs to the attempt that completed the sheet.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The sheet's number, from 1.</param>
/// <param name="AttemptNumber">The number of the attempt that wrote it, from 1.</param>
/// <param name="Name">
/// The name: letters, digits, <c>_</c> and <c>-</c>. It is unique in its sheet, ignoring case.
/// </param>
public sealed record SheetOutput(string JobId, int SheetNumber, int AttemptNumber, string Name)
{
    /// <summary>The largest value that a store keeps, in bytes of JSON. A larger one is in a file.</summary>
    public const int MaximumStoredBytes = 64 * 1024;

    /// <summary>The value as JSON; <c>null</c> if it is in a file.</summary>
    public string? Json { get; init; }

    /// <summary>The file that has the value as JSON; <c>null</c> if the store has it.</summary>
    public OutputFile? File { get; init; }
}
