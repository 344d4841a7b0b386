using Marianne.Stores;

namespace Marianne.Jobs;

/// <summary>Selects recorded attempts.</summary>
public sealed record ExecutionQuery : IPagedQuery
{
    /// <summary>The default maximum number of attempts to return.</summary>
    public const int DefaultFirst = 100;

    /// <summary>The id of the job; <c>null</c> for all jobs.</summary>
    public string? JobId { get; init; }

    /// <summary>The number of the sheet, from 1; <c>null</c> for all sheets.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>Indicates whether the oldest attempts are returned first. The default is <c>false</c>.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>The number of attempts to skip. The default is 0.</summary>
    public long Skip { get; init; }

    /// <summary>The maximum number of attempts to return. The default is 100.</summary>
    public long First { get; init; } = DefaultFirst;
}
