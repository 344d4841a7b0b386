using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Stores;

namespace Marianne.Storage;

/// <summary>Applies queries to objects in memory.</summary>
internal static class QueryFilters
{
    /// <summary>Determines whether an attempt matches a query, ignoring paging.</summary>
    public static bool Matches(this ExecutionQuery query, Execution execution) =>
        (query.JobId is null || query.JobId == execution.JobId)
        && (query.SheetNumber is null || query.SheetNumber == execution.SheetNumber);

    /// <summary>Determines whether an output matches a query.</summary>
    public static bool Matches(this OutputQuery query, SheetOutput output) =>
        query.JobId == output.JobId
        && (query.SheetNumber is null || query.SheetNumber == output.SheetNumber)
        && (query.Name is null || query.Name(output.Name));

    /// <summary>Determines whether an outcome matches a query, ignoring paging.</summary>
    public static bool Matches(this OutcomeQuery query, LearnedOutcome outcome) =>
        (query.JobHash is null || query.JobHash == outcome.JobHash)
        && (query.WorkspaceHash is null || query.WorkspaceHash == outcome.WorkspaceHash)
        && (query.SheetNumber is null || query.SheetNumber == outcome.SheetNumber);

    /// <summary>Determines whether a recovery matches a query, ignoring paging.</summary>
    public static bool Matches(this RecoveryQuery query, LearnedRecovery recovery) =>
        (query.ErrorCode is null || query.ErrorCode == recovery.ErrorCode)
        && (query.Model is null || query.Model == recovery.Model)
        && (query.Recovered is null || query.Recovered == recovery.Recovered);

    /// <summary>Returns the page of matching attempts that a query asks for, in its order.</summary>
    public static IEnumerable<Execution> PageOf(this ExecutionQuery query, IEnumerable<Execution> matching)
    {
        IOrderedEnumerable<Execution> ordered = query.OldestFirst
            ? matching.OrderBy(execution => execution.ExecutedAt).ThenBy(execution => execution.Id)
            : matching.OrderByDescending(execution => execution.ExecutedAt).ThenByDescending(execution => execution.Id);

        return ordered.Page(query);
    }

    /// <summary>Returns the part of a sequence that a query asks for.</summary>
    public static IEnumerable<T> Page<T>(this IEnumerable<T> sequence, IPagedQuery query) =>
        sequence.Skip(Clamp(query.Skip)).First(query.First);

    /// <summary>Returns at most the given number of elements from the start of a sequence.</summary>
    public static IEnumerable<T> First<T>(this IEnumerable<T> sequence, long count) => sequence.Take(Clamp(count));

    private static int Clamp(long count) => (int)Math.Clamp(count, 0, int.MaxValue);
}
