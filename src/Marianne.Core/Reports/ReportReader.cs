using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;
using Marianne.Waits;

namespace Marianne.Reports;

/// <summary>Reads reports from the stores.</summary>
/// <param name="attempts">Reads the recorded attempts.</param>
/// <param name="recoveries">Reads what was learned about errors; <c>null</c> to leave it out.</param>
/// <param name="redactorOf">Returns the function that replaces the secrets of a job's score.</param>
public sealed class ReportReader(
    IAttemptReader attempts, IRecoveryStore? recoveries, Func<Score?, Func<string, string>> redactorOf)
{
    /// <summary>Reads the report of jobs.</summary>
    /// <param name="jobs">The jobs with their sheets.</param>
    /// <param name="options">How the report is made.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<Report> ReadAsync(
        IReadOnlyCollection<Job> jobs, ReportOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(options);

        var texts = new TextBudget();
        List<JobReport> reports = [];
        foreach (Job job in jobs.OrderByDescending(job => job.UpdatedAt).ThenBy(job => job.Id, StringComparer.Ordinal))
            reports.Add(await ReadAsync(job, texts, options, cancellationToken).ConfigureAwait(false));

        List<ErrorReport> errors = [];
        foreach (string code in CodesOf(reports))
            errors.Add(await ReadAsync(code, cancellationToken).ConfigureAwait(false));
        return new Report { IsWatched = options.IsWatched, Jobs = reports, Errors = errors, TextsLeftOut = texts.LeftOut };
    }

    private async ValueTask<JobReport> ReadAsync(
        Job job, TextBudget texts, ReportOptions options, CancellationToken cancellationToken)
    {
        Score? score = ScoreOf(job);
        Func<string, string> redact = redactorOf(score);
        var builder = new AttemptBuilder(texts, options.Texts, redact);
        Dictionary<int, List<RecordedAttempt>> recorded = [];
        var query = new ExecutionQuery { JobId = job.Id, OldestFirst = true, First = long.MaxValue };
        await foreach (Execution attempt in attempts.ListExecutionsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (attempt.SheetNumber < 1 || attempt.SheetNumber > job.TotalSheets)
                continue; // The number of sheets was reduced later.

            if (!recorded.TryGetValue(attempt.SheetNumber, out List<RecordedAttempt>? ofSheet))
                recorded[attempt.SheetNumber] = ofSheet = [];
            ofSheet.Add(builder.Keep(job.Sheets[attempt.SheetNumber - 1], attempt));
        }

        return new JobReportBuilder(job, score, builder, redact)
            .Build(number => recorded.TryGetValue(number, out List<RecordedAttempt>? ofSheet) ? ofSheet : []);
    }

    private async ValueTask<ErrorReport> ReadAsync(string code, CancellationToken cancellationToken)
    {
        ErrorCode? known = ErrorCodes.Find(code);
        var report = new ErrorReport { Code = code, Meaning = known?.Meaning };
        if (recoveries is null || known is { HasLearnedWait: false })
            return report;

        WaitHistory history = await recoveries.GetWaitHistoryAsync(code, null, null, cancellationToken).ConfigureAwait(false);
        if (history.Rows.Count == 0)
            return report;

        IReadOnlyList<RecoveryHour> hours =
            await recoveries.GetRecoveryHoursAsync(code, null, cancellationToken).ConfigureAwait(false);
        var request = new WaitRequest(known?.DefaultWait ?? WaitRequest.UnknownDelay);
        (WaitEstimate estimate, IReadOnlyList<RecoveryCurvePoint> curve) = RecoveryCurveEstimator.EstimateWithCurve(history, request);
        return report with
        {
            Curve =
            [
                .. curve.Select(
                    point => new RecoveryPoint(ReportTime.Round(point.Time.TotalSeconds), Math.Round(point.Recovered, 4))),
            ],
            ChosenSeconds = estimate.GivesUp ? null : ReportTime.Round(estimate.Total.TotalSeconds),
            Why = WhyOf(estimate),
            Samples = estimate.SampleCount,
            Hours =
            [
                .. hours.Where(hour => hour.Samples > 0)
                    .Select(hour => new RecoveryHourReport(hour.Hour, hour.Samples, hour.Successes)),
            ],
        };
    }

    /// <summary>Returns why an estimate is what it is, with its time as the rest of the report shows times.</summary>
    private static string WhyOf(WaitEstimate estimate) =>
        estimate.GivesUp ? estimate.Why : $"waits {DurationFormatter.Invariant(estimate.Total)}: {estimate.Reason}";

    private static IEnumerable<string> CodesOf(IEnumerable<JobReport> jobs) => jobs
        .SelectMany(job => job.Sheets)
        .SelectMany(sheet => sheet.Attempts.Select(attempt => attempt.ErrorCode).Append(sheet.ErrorCode))
        .OfType<string>()
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Returns the score that a job keeps, or <c>null</c>: a runbook keeps data of its own, and others keep other scores.</summary>
    private static Score? ScoreOf(Job job)
    {
        try
        {
            return job.ConfigSnapshot is { } snapshot ? ScoreJson.Read(snapshot, "/").ExpandedFor(job) : null;
        }
        catch (MarianneException)
        {
            return null;
        }
    }
}
