namespace Marianne.Learning;

/// <summary>Which outcomes to read. All conditions are combined; one that is not set does not count.</summary>
public sealed record OutcomeQuery
{
    /// <summary>Only those of this job.</summary>
    public string? JobHash { get; init; }

    /// <summary>Only those of this workspace.</summary>
    public string? WorkspaceHash { get; init; }

    /// <summary>Only those of sheets with this number.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>How many of the newest to pass over. Default: none.</summary>
    public long Skip { get; init; }

    /// <summary>How many to give at most. Default: all.</summary>
    public long First { get; init; } = long.MaxValue;
}
