namespace Marianne.Learning;

/// <summary>Which recoveries to read. All conditions are combined; one that is not set does not count.</summary>
public sealed record RecoveryQuery
{
    /// <summary>Only those from this error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Only those of this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only those that went well, or only those that did not.</summary>
    public bool? Recovered { get; init; }

    /// <summary>How many of the newest to pass over. Default: none.</summary>
    public long Skip { get; init; }

    /// <summary>How many to give at most. Default: all.</summary>
    public long First { get; init; } = long.MaxValue;
}
