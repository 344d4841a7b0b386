using Marianne.Jobs;
using Marianne.Working;

namespace Marianne.Reports;

/// <summary>Writes the report of jobs to a file, once or until the jobs end.</summary>
/// <param name="jobs">Reads jobs.</param>
/// <param name="reader">Reads reports.</param>
/// <param name="time">The clock.</param>
public sealed class ReportWriter(IJobReader jobs, ReportReader reader, TimeProvider time)
{
    /// <summary>The time after which a watched report is written again.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Creates what finds the sheets that no live worker can run, for one report; <c>null</c> to leave that out, which is the default.
    /// </summary>
    public Func<MissingAbilities>? Missing { get; init; }

    /// <summary>Writes a report, and returns the number of its jobs. If there is none, no file is written.</summary>
    /// <param name="request">The report.</param>
    /// <param name="onMissing">Called with each id of a job that does not exist.</param>
    /// <param name="onWritten">Called after the file was written for the first time.</param>
    /// <param name="cancellationToken">A token to cancel the operation. A watched report is complete then.</param>
    /// <exception cref="MarianneException">
    /// ReportExists: the file exists and must be kept. ReportFileFailed: the file cannot be written.
    /// </exception>
    public async Task<int> WriteAsync(
        ReportRequest request, Action<string> onMissing, Action onWritten, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(onWritten);

        IReadOnlyList<Job> selected = await request.Jobs.LoadAsync(jobs, onMissing, cancellationToken).ConfigureAwait(false);
        if (selected.Count == 0)
            return 0;

        bool isWatched = request.Watch && selected.Any(MayChange);
        await WriteAsync(selected, request, isWatched, cancellationToken).ConfigureAwait(false);
        onWritten();
        ReportRequest again = request with { NoClobber = false };
        try
        {
            while (isWatched)
            {
                await Task.Delay(WatchInterval, time, cancellationToken).ConfigureAwait(false);
                selected = await request.Jobs.LoadAsync(jobs, null, cancellationToken).ConfigureAwait(false);
                isWatched = selected.Any(MayChange);
                await WriteAsync(selected, again, isWatched, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(selected, again, isWatched: false, CancellationToken.None).ConfigureAwait(false); // The page stops reloading.
            throw;
        }

        return selected.Count;
    }

    private async Task WriteAsync(IReadOnlyList<Job> selected, ReportRequest request, bool isWatched, CancellationToken cancellationToken)
    {
        if (Missing?.Invoke() is { } missing)
        {
            foreach (Job job in selected)
                await missing.MarkAsync(job, cancellationToken).ConfigureAwait(false);
        }

        var options = new ReportOptions { Texts = request.Texts, IsWatched = isWatched };
        Report report = await reader.ReadAsync(selected, options, cancellationToken).ConfigureAwait(false);
        ReportFile.Write(
            request.Path, report, request.Format ?? ReportFile.FormatOf(request.Path), request.Force, request.NoClobber);
    }

    private static bool MayChange(Job job) => job.Status is JobStatus.Running or JobStatus.Pending && !job.IsZombie;
}
