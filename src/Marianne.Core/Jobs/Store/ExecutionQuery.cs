namespace Marianne.Jobs;

/// <summary>Which recorded attempts to read.</summary>
public sealed record ExecutionQuery
{
    /// <summary>How many a listing gives when it is not told.</summary>
    public const int DefaultFirst = 100;

    /// <summary>Only those of this job.</summary>
    public string? JobId { get; init; }

    /// <summary>Only those of this sheet.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>Whether to give the oldest first. Default: no.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>How many to pass over. Default: none.</summary>
    public long Skip { get; init; }

    /// <summary>How many to give at most. Default: 100.</summary>
    public long First { get; init; } = DefaultFirst;
}
