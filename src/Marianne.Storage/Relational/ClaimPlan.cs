namespace Marianne.Storage.Relational;

/// <summary>What the next claim of a worker expects of the queue, so that it can be made with one look at it.</summary>
/// <param name="Idle">The ids of the first jobs, in which nothing was to be done.</param>
/// <param name="Next">The ids of the jobs after them, of one priority: one of them that is free is next.</param>
internal sealed record ClaimPlan(IReadOnlyList<string> Idle, IReadOnlyList<string> Next)
{
    /// <summary>The number of jobs without work that are looked at with each claim.</summary>
    private const int MostIdle = 32;

    /// <summary>The number of jobs that are tried.</summary>
    private const int MostNext = 8;

    /// <summary>Returns the plan for a queue, or <c>null</c> if there is none.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="isIdle">Determines whether there was nothing to do in a job.</param>
    public static ClaimPlan? Of(IReadOnlyList<(string JobId, int Priority)> queue, Func<string, bool> isIdle)
    {
        string[] idle = [.. queue.Select(job => job.JobId).TakeWhile(isIdle)];
        if (idle.Length > MostIdle || idle.Length == queue.Count)
            return null;

        IEnumerable<(string JobId, int Priority)> next = queue.Skip(idle.Length)
            .TakeWhile(job => job.Priority == queue[idle.Length].Priority && !isIdle(job.JobId)).Take(MostNext);
        return new ClaimPlan(idle, [.. next.Select(job => job.JobId)]);
    }

    /// <summary>Determines whether a job is the next one in a queue, if those of <see cref="Next"/> before it are locked.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="jobId">The id of one of <see cref="Next"/>.</param>
    public bool Allows(IReadOnlyList<(string JobId, int Priority)> queue, string jobId)
    {
        string[] first = [.. Idle, .. Next.TakeWhile(id => id != jobId), jobId];
        return queue.Select(job => job.JobId).Take(first.Length).SequenceEqual(first)
            && queue[Idle.Count].Priority == queue[first.Length - 1].Priority;
    }

    /// <summary>Returns those of <see cref="Next"/> that follow one of them and are the next ones in a queue, too.</summary>
    /// <param name="jobId">The id of one of <see cref="Next"/>.</param>
    /// <param name="queue">The queue.</param>
    public IEnumerable<string> After(string jobId, IReadOnlyList<(string JobId, int Priority)> queue) =>
        Next.SkipWhile(id => id != jobId).Skip(1).TakeWhile(id => Allows(queue, id));

    /// <summary>Determines whether <see cref="Next"/> are all jobs of their priority that follow in a queue.</summary>
    /// <param name="queue">The queue.</param>
    public bool HasAll(IReadOnlyList<(string JobId, int Priority)> queue) => Allows(queue, Next[^1])
        && queue.Skip(Idle.Count + Next.Count).Take(1).All(job => job.Priority != queue[Idle.Count].Priority);
}
