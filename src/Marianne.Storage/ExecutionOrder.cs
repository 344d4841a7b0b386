using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Recorded attempts as a query asks for them, for stores that look for them in memory.</summary>
internal static class ExecutionOrder
{
    /// <summary>Whether an attempt is one of those asked for, paging apart.</summary>
    public static bool Matches(this ExecutionQuery query, Execution execution) =>
        (query.JobId is null || query.JobId == execution.JobId)
        && (query.SheetNumber is null || query.SheetNumber == execution.SheetNumber);

    /// <summary>The page asked for of those that match, in the order asked for.</summary>
    public static IEnumerable<Execution> Page(this ExecutionQuery query, IEnumerable<Execution> matching)
    {
        IOrderedEnumerable<Execution> ordered = query.OldestFirst
            ? matching.OrderBy(execution => execution.ExecutedAt).ThenBy(execution => execution.Id)
            : matching.OrderByDescending(execution => execution.ExecutedAt).ThenByDescending(execution => execution.Id);

        return ordered.Page(query.Skip, query.First);
    }

    /// <summary>A part of a sequence, counted as queries count.</summary>
    public static IEnumerable<T> Page<T>(this IEnumerable<T> sequence, long skip, long first) => sequence
        .Skip((int)Math.Clamp(skip, 0, int.MaxValue))
        .Take((int)Math.Clamp(first, 0, int.MaxValue));
}
