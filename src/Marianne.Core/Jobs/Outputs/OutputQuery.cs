namespace Marianne.Jobs;

/// <summary>Selects outputs of a job. All conditions are combined; a condition that is <c>null</c> is ignored.</summary>
public sealed record OutputQuery
{
    /// <summary>The id of the job.</summary>
    public required string JobId { get; init; }

    /// <summary>The number of the sheet, from 1; <c>null</c> for all sheets.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>Determines whether a name is selected.</summary>
    public Func<string, bool>? Name { get; init; }
}
