using System.Globalization;
using System.Runtime.CompilerServices;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Watching;

/// <summary>Describes each change of jobs in one line, for a host without a console.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="missing">Creates what finds the sheets that no live worker can run.</param>
/// <param name="time">The clock.</param>
internal sealed class WatchLines(IJobStore jobs, Func<Working.MissingAbilities> missing, TimeProvider time)
{
    private readonly Dictionary<string, Job> _seen = new(StringComparer.Ordinal);

    /// <summary>Returns a line for each job as it is, and then for each change, until all jobs have ended or are paused.</summary>
    /// <param name="ids">The ids of the jobs.</param>
    /// <param name="cancellationToken">A token to end the watch.</param>
    public async IAsyncEnumerable<string> ReadAsync(IEnumerable<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> left = [.. ids.Distinct()];
        var delay = new PollDelay();
        while (left.Count > 0)
        {
            bool hasChanged = false;
            foreach (string id in left.ToArray())
            {
                Job? job = await ReadAsync(id, cancellationToken).ConfigureAwait(false);
                foreach (string change in ChangesOf(id, job))
                {
                    hasChanged = true;
                    yield return change;
                }

                if (job is null || JobWaiter.HasEnded(job))
                    left.Remove(id);
                else
                    _seen[id] = job;
            }

            if (left.Count > 0)
                await LongDelay.WaitAsync(delay.Next(hasChanged), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a job with its sheets, or returns the one that was read before if it has not changed.</summary>
    private async ValueTask<Job?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        Job? header = await jobs.LoadHeaderAsync(id, cancellationToken).ConfigureAwait(false);
        if (header is null)
            return null;
        if (_seen.TryGetValue(id, out Job? known) && known.UpdatedAt == header.UpdatedAt && known.IsZombie == header.IsZombie)
            return known;

        Job? job = await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (job is not null)
            await missing().MarkAsync(job, cancellationToken).ConfigureAwait(false);
        return job;
    }

    private IEnumerable<string> ChangesOf(string id, Job? job)
    {
        Job? before = _seen.GetValueOrDefault(id);
        if (job is null)
        {
            yield return Line(id, time.GetUtcNow(), "does not exist any more");
            yield break;
        }

        if (ReferenceEquals(before, job))
            yield break;

        foreach (Sheet sheet in before is null ? [] : job.Sheets.NumbersInOrder().Select(number => job.Sheets[number - 1]))
        {
            if (sheet.Number <= before!.Sheets.Count && DescriptionOf(before.Sheets[sheet.Number - 1]) == DescriptionOf(sheet))
                continue;
            if (sheet.Status != SheetStatus.Pending)
                yield return Line(id, job.UpdatedAt, $"sheet {SheetLabel.Of(sheet.Number, sheet.Name)} {DescriptionOf(sheet)}");
        }

        if (before is null || WatchText.StatusOf(before) != WatchText.StatusOf(job))
        {
            string reason = job.ErrorMessage is { } error && JobWaiter.HasEnded(job) ? $" {error}" : "";
            (int done, int all) = new JobCounts(job).Progress;
            yield return Line(
                id,
                job.UpdatedAt,
                $"{WatchText.StatusOf(job)}: {CountText.Done(done, all)}.{reason}");
        }
    }

    private string DescriptionOf(Sheet sheet)
    {
        string words = WatchText.StatusOf(sheet);
        return sheet.Status switch
        {
            SheetStatus.InProgress => sheet.AttemptCount > 1 ? $"{words}, attempt {sheet.AttemptCount}" : words,
            SheetStatus.Completed => sheet.ExecutionDuration is { } duration ? $"{words} in {DurationFormatter.Of(duration)}" : words,
            SheetStatus.Waiting or SheetStatus.RetryScheduled when sheet.Measures.NextAttemptAt is { } next =>
                $"{words} until {new WatchText(time).Local(next)}: {sheet.ErrorMessage}",
            _ => sheet.ErrorMessage is { } error ? $"{words}: {error}" : words,
        };
    }

    private string Line(string id, DateTimeOffset at, string what) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TimeZoneInfo.ConvertTime(at, time.LocalTimeZone):yyyy-MM-dd HH:mm:ss}  {TerminalText.Name(id)}  {TerminalText.Summary(what)}");
}
