using Marianne.Stores;

namespace Marianne.Learning;

/// <summary>Selects outcomes. All conditions are combined; a condition that is <c>null</c> is ignored.</summary>
public sealed record OutcomeQuery : IPagedQuery
{
    /// <summary>The hash of the job: see <see cref="LearningHash.OfJob"/>.</summary>
    public string? JobHash { get; init; }

    /// <summary>The hash of the workspace: see <see cref="LearningHash.OfWorkspace"/>.</summary>
    public string? WorkspaceHash { get; init; }

    /// <summary>The number of the sheet, from 1.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>The number of outcomes to skip, newest first. The default is 0.</summary>
    public long Skip { get; init; }

    /// <summary>The maximum number of outcomes to return. The default is all.</summary>
    public long First { get; init; } = long.MaxValue;
}
