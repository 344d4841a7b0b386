using Marianne.Learning;

namespace Marianne.Storage;

/// <summary>Whether a record is one of those asked for, paging apart, for stores that look for them in memory.</summary>
internal static class LearningFilters
{
    /// <summary>Whether an outcome is one of those asked for.</summary>
    public static bool Matches(this OutcomeQuery query, LearnedOutcome outcome) =>
        (query.JobHash is null || query.JobHash == outcome.JobHash)
        && (query.WorkspaceHash is null || query.WorkspaceHash == outcome.WorkspaceHash)
        && (query.SheetNumber is null || query.SheetNumber == outcome.SheetNumber);

    /// <summary>Whether a recovery is one of those asked for.</summary>
    public static bool Matches(this RecoveryQuery query, LearnedRecovery recovery) =>
        (query.ErrorCode is null || query.ErrorCode == recovery.ErrorCode)
        && (query.Model is null || query.Model == recovery.Model)
        && (query.Recovered is null || query.Recovered == recovery.Recovered);
}
