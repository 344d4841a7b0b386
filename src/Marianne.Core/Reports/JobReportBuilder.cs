using Marianne.Collections;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Reports;

/// <summary>Builds the report of a job from its state and its attempts.</summary>
/// <param name="job">The job with its sheets.</param>
/// <param name="score">The score of the job; <c>null</c> if it has none.</param>
/// <param name="attempts">Builds the attempts.</param>
/// <param name="redact">Replaces secrets.</param>
internal sealed class JobReportBuilder(Job job, Score? score, AttemptBuilder attempts, Func<string, string> redact)
{
    private readonly IReadOnlyDictionary<int, IReadOnlyCollection<int>> _dependencies =
        score is null ? ReadOnlyMap<int, IReadOnlyCollection<int>>.Empty : SheetDependencies.Of(score);

    private readonly Dictionary<int, IReadOnlyList<int>> _ordered = [];

    /// <summary>Builds the report.</summary>
    /// <param name="recorded">Returns the recorded attempts of a sheet, the oldest first.</param>
    public JobReport Build(Func<int, IReadOnlyList<RecordedAttempt>> recorded)
    {
        SheetReport[] sheets = [.. job.Sheets.NumbersInOrder().Select(number => Build(job.Sheets[number - 1], recorded(number)))];
        AttemptReport[] all = [.. sheets.SelectMany(sheet => sheet.Attempts)];
        DateTimeOffset? started = all.Length == 0 ? job.StartedAt : all.Min(attempt => attempt.StartedAt);
        DateTimeOffset? ended = IsOver ? job.CompletedAt ?? all.Max(attempt => attempt.EndedAt) : null;
        IncidentReport[] incidents =
        [
            .. sheets.SelectMany(IncidentFinder.In).OrderBy(incident => incident.BeganAt).ThenBy(incident => incident.SheetNumber),
        ];
        return new JobReport
        {
            Id = job.Id,
            Name = Text(job.Name),
            Description = Text(job.Description),
            Tags = [.. job.Tag.Select(tag => Text(tag))],
            Status = job.Status,
            IsZombie = job.IsZombie,
            MissingAbilities = [.. job.MissingAbilities.Select(ability => Text(ability))],
            Error = Text(job.ErrorMessage),
            ScorePath = Text(job.ConfigPath),
            CreatedAt = job.CreatedAt,
            StartedAt = started,
            EndedAt = ended,
            AsOf = job.UpdatedAt,
            Totals = TotalsOf(sheets, all, started, ended ?? job.UpdatedAt),
            CostLimit = score?.CostLimits is { Enabled: true } limits ? limits.MaxCostPerJob : null,
            CriticalPath = CriticalPath.Of(sheets),
            NextSteps = NextSteps.Of(job, score is not null),
            Sheets = sheets,
            Parents = ParentReport.Of(sheets),
            Incidents = incidents,
        };
    }

    private bool IsOver => job.Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled;

    private SheetReport Build(Sheet sheet, IReadOnlyList<RecordedAttempt> recorded)
    {
        IReadOnlyList<AttemptReport> made = attempts.Read(sheet, recorded);
        ScoreSheet? source = score?.FindSheet(sheet.Number);
        SheetMeasures measures = sheet.Measures;
        string? name = sheet.Name ?? source?.ToString();
        return new SheetReport
        {
            Number = sheet.Number,
            Title = Text(name),
            Group = Text(GroupOf(sheet)),
            Parent = sheet.Item?.Parent,
            ItemKey = Text(sheet.ItemKey),
            Status = sheet.Status,
            Kind = source is null ? null : KindOf(source),
            Instrument = Text((made.Count == 0 ? null : made[^1].Instrument)
                ?? (source?.Prompt is null ? null : score!.InstrumentOf(sheet.Number))),
            Model = Text(measures.Model),
            Error = Text(sheet.ErrorMessage),
            ErrorCode = measures.ErrorCode,
            DependsOn = DependenciesOf(sheet),
            WorkedSeconds = ReportTime.Round(made.Sum(WorkOf)),
            WaitedSeconds = ReportTime.Round(made.Sum(attempt => attempt.WaitedSeconds) + CurrentWait(measures)),
            WaitingSince = measures.WaitingSince,
            NextAttemptAt = measures.NextAttemptAt,
            Cost = measures.Cost,
            CostSource = measures.CostSource,
            InputTokens = measures.InputTokens + measures.CacheReadTokens + measures.CacheWriteTokens,
            OutputTokens = measures.OutputTokens,
            Validations = [.. (sheet.ValidationDetails ?? []).Select(ValidationOf)],
            Attempts = made,
        };
    }

    private JobTotals TotalsOf(SheetReport[] sheets, AttemptReport[] all, DateTimeOffset? started, DateTimeOffset end)
    {
        (DateTimeOffset Start, DateTimeOffset End)[] work = [.. all.Select(attempt => (attempt.StartedAt, attempt.EndedAt ?? end))];
        double busy = Intervals.Cover(work);
        double active = Intervals.Cover(work.Concat(sheets.SelectMany(sheet => WaitsOf(sheet, end))));
        return new JobTotals
        {
            Sheets = sheets.Length,
            ByStatus = JobTotals.CountByStatus(sheets),
            Attempts = all.Length,
            FailedAttempts = all.Count(attempt => attempt.Outcome == AttemptOutcome.Failed),
            ElapsedSeconds = started is { } start ? ReportTime.Between(start, end) : 0,
            BusySeconds = ReportTime.Round(busy),
            WaitingSeconds = ReportTime.Round(active - busy),
            WorkedSeconds = ReportTime.Round(all.Sum(WorkOf)),
            WaitedSeconds = ReportTime.Round(sheets.Sum(sheet => sheet.WaitedSeconds)),
            Cost = job.Cost,
            CostSource = job.CostSource,
            InputTokens = sheets.Sum(sheet => sheet.InputTokens),
            OutputTokens = sheets.Sum(sheet => sheet.OutputTokens),
        };
    }

    private static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> WaitsOf(SheetReport sheet, DateTimeOffset end)
    {
        foreach (AttemptReport attempt in sheet.Attempts.Where(attempt => attempt.WaitedSeconds > 0))
            yield return (attempt.StartedAt.AddSeconds(-attempt.WaitedSeconds), attempt.StartedAt);
        if (sheet.WaitingSince is { } since)
            yield return (since, end);
    }

    private double CurrentWait(SheetMeasures measures) =>
        measures.WaitingSince is { } since ? ReportTime.Between(since, job.UpdatedAt) : 0;

    private double WorkOf(AttemptReport attempt) => ReportTime.Between(attempt.StartedAt, attempt.EndedAt ?? job.UpdatedAt);

    private ValidationReport ValidationOf(ValidationDetail detail) => new(
        detail.RuleType,
        detail.Passed,
        Text(detail.Description ?? detail.Path ?? detail.Pattern),
        detail.Passed ? null : Text(detail.ErrorMessage ?? detail.FailureReason));

    /// <summary>Returns what a sheet runs after. An item runs after the same sheets as the one that it belongs to.</summary>
    private IReadOnlyList<int> DependenciesOf(Sheet sheet)
    {
        int number = _dependencies.ContainsKey(sheet.Number) ? sheet.Number : sheet.Item?.Parent ?? sheet.Number;
        if (!_ordered.TryGetValue(number, out IReadOnlyList<int>? ordered))
            _ordered[number] = ordered = [.. _dependencies.GetValueOrDefault(number, []).Order()];
        return ordered;
    }

    /// <summary>
    /// Returns the name of the sheet or the job that an item belongs to. In a score without items, it is the name before brackets: the
    /// sheet <c>review[a.cs]</c> is in the group <c>review</c>.
    /// </summary>
    private string? GroupOf(Sheet sheet) => sheet.Item?.Parent switch
    {
        null => sheet.Name is { } name && name.EndsWith(']') && name.IndexOf('[', StringComparison.Ordinal) is > 0 and var at
            ? name[..at]
            : null,
        > 0 and var parent when parent <= job.TotalSheets => job.Sheets[parent - 1].Name,
        0 => job.Name,
        _ => null,
    };

    private static string KindOf(ScoreSheet sheet) =>
        sheet.Prompt is not null ? "prompt" : sheet.Script is not null ? "script" : sheet.HasWork ? "command" : "approval";

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private string? Text(string? text) => TextBudget.Message(text, redact);
}
