using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Clears the history of jobs in steps that are short, so that no other writer waits long.</summary>
internal sealed class HistoryWriter(JobQueries jobs, ClaimTable claims, TimeProvider time)
{
    /// <summary>The time after which a step does not begin with more.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(8);

    /// <summary>The maximum number of jobs of a step, and of the attempts between two looks at the clock.</summary>
    private const int Most = 25;

    /// <summary>Clears a part of the history of some jobs, in the transaction that the caller started.</summary>
    public async ValueTask<ClearedHistory> ClearAsync(SqlSession session, HistoryPart part, IReadOnlyList<EndedJob> ended)
    {
        long started = time.GetTimestamp();
        HistoryAmount cleared = default;
        List<SheetOutput> unused = [];
        int finished = 0;
        while (finished < Math.Min(ended.Count, Most) && IsInTime())
        {
            EndedJob job = ended[finished];
            bool isWhole = true;
            if (await IsClearableAsync(session, job, locksJob: true).ConfigureAwait(false))
                (cleared, isWhole) = await ClearAsync(session, part, job, cleared, unused, IsInTime).ConfigureAwait(false);
            if (!isWhole)
                break;
            finished++;
        }

        return new ClearedHistory(finished, cleared) { UnusedFiles = unused };

        bool IsInTime() => time.GetElapsedTime(started) < Budget;
    }

    /// <summary>Measures a part of the history of those of some jobs that may be cleared.</summary>
    public async ValueTask<MeasuredHistory> MeasureAsync(SqlSession session, HistoryPart part, IReadOnlyList<EndedJob> ended)
    {
        List<string> ids = [];
        foreach (EndedJob job in ended)
        {
            if (await IsClearableAsync(session, job, locksJob: false).ConfigureAwait(false))
                ids.Add(job.Id);
        }

        return new MeasuredHistory(await HistorySize.OfAsync(session, part, ids).ConfigureAwait(false))
        {
            UnusedFiles = part == HistoryPart.Jobs ? await OutputTable.OwnFilesAsync(session, ids).ConfigureAwait(false) : [],
        };
    }

    /// <summary>
    /// Determines whether the history of a job may be cleared. If the transaction clears it, the job is locked, unless another transaction
    /// has locked it.
    /// </summary>
    private async ValueTask<bool> IsClearableAsync(SqlSession session, EndedJob ended, bool locksJob)
    {
        Job? job = null;
        List<Claim> found = [];
        List<int> waiting = [];
        await jobs.PostAsync(
            session, ended.Id, JobColumns.Slim, locksJob ? session.Dialect.LockFreeJob : "", read => job = read).ConfigureAwait(false);
        if (session.HasTable(ClaimTable.Name)) // A file that an earlier version created gets it with the first write.
            await claims.PostAsync(session, ended.Id, found).ConfigureAwait(false);
        await session.PostListAsync(
            "SELECT sheet_num FROM main.sheets WHERE job_id = @1 AND status = 'fermata' LIMIT 1",
            rows => rows.Next(column => column.Count()),
            waiting,
            ended.Id).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        if (job is null)
            return false;

        if (locksJob)
            await claims.LockEndedAsync(session, ended.Id, found).ConfigureAwait(false);
        return ended.MayBeCleared(claims.Of(job, found), waiting.Count > 0);
    }

    /// <summary>Clears the history of a job. Returns the sum with what was cleared before, and whether nothing of it is left.</summary>
    private static async ValueTask<(HistoryAmount Cleared, bool IsWhole)> ClearAsync(
        SqlSession session, HistoryPart part, EndedJob job, HistoryAmount before, List<SheetOutput> unused, Func<bool> isInTime)
    {
        HistoryAmount size = part == HistoryPart.Jobs ? await HistorySize.BesideAttemptsAsync(session, job.Id).ConfigureAwait(false) : default;
        HistoryAmount cleared = before;
        bool isLast;
        do
        {
            // One more says whether the job is done, which is counted by the step that clears the last of its attempts.
            List<AttemptSize> attempts = await HistorySize.NextAsync(session, part, job.Id, Most + 1).ConfigureAwait(false);
            isLast = attempts.Count <= Most;
            if (!isLast)
                attempts.RemoveAt(Most);
            cleared += new HistoryAmount(0, attempts.Count, attempts.Sum(attempt => attempt.Bytes));
            if (part == HistoryPart.Output)
                await ClearTextsAsync(session, attempts).ConfigureAwait(false);
            else
                await DeleteAsync(session, job.Id, attempts).ConfigureAwait(false);
        }
        while (!isLast && isInTime());

        if (!isLast)
            return (cleared, false);
        if (part != HistoryPart.Jobs)
            return (cleared == before ? cleared : cleared + new HistoryAmount(1, 0, 0), true);

        unused.AddRange(await OutputTable.OwnFilesAsync(session, [job.Id]).ConfigureAwait(false));
        await FiguresTable.FoldAsync(session, job).ConfigureAwait(false);
        await JobTable.DeleteAsync(session, job.Id).ConfigureAwait(false);
        return (cleared + size, true);
    }

    private static async ValueTask ClearTextsAsync(SqlSession session, List<AttemptSize> attempts)
    {
        foreach (AttemptSize attempt in attempts)
        {
            await session.PostAsync(
                "UPDATE main.execution_history SET prompt = NULL, output = NULL WHERE id = @1", attempt.Id).ConfigureAwait(false);
        }
    }

    private static async ValueTask DeleteAsync(SqlSession session, string jobId, List<AttemptSize> attempts)
    {
        await FiguresTable.AddAsync(
            session, jobId, attempts.Aggregate(default(AttemptFigures), (sum, attempt) => sum + attempt.Figures)).ConfigureAwait(false);
        foreach (AttemptSize attempt in attempts)
        {
            await session.PostAsync($"DELETE FROM main.{AttemptRunTable.Name} WHERE attempt_id = @1", attempt.Id).ConfigureAwait(false);
            await session.PostAsync("DELETE FROM main.execution_history WHERE id = @1", attempt.Id).ConfigureAwait(false);
        }
    }
}
