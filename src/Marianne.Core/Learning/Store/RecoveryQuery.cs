using Marianne.Stores;

namespace Marianne.Learning;

/// <summary>Selects recoveries. All conditions are combined; a condition that is <c>null</c> is ignored.</summary>
public sealed record RecoveryQuery : IPagedQuery
{
    /// <summary>The error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>Indicates whether successful or failed recoveries are selected.</summary>
    public bool? Recovered { get; init; }

    /// <summary>The number of recoveries to skip, newest first. The default is 0.</summary>
    public long Skip { get; init; }

    /// <summary>The maximum number of recoveries to return. The default is all.</summary>
    public long First { get; init; } = long.MaxValue;
}
