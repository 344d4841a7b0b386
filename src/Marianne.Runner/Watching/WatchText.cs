using System.Globalization;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Watching;

/// <summary>The words of a watch, safe for a terminal.</summary>
/// <param name="time">The clock.</param>
internal sealed class WatchText(TimeProvider time)
{
    /// <summary>Returns the status of a job in words.</summary>
    public static string StatusOf(Job job) =>
        job.IsZombie ? $"{job.Status} (zombie)"
        : job.MissingAbilities.Count > 0 ? $"{job.Status} (no worker for {TerminalText.Name(string.Join(", ", job.MissingAbilities))})"
        : $"{job.Status}";

    /// <summary>Returns the status of a sheet in words.</summary>
    public static string StatusOf(Sheet sheet) => sheet.Status switch
    {
        SheetStatus.InProgress => "running",
        SheetStatus.RetryScheduled => "retrying",
        var status => $"{status}".ToLowerInvariant(),
    };

    /// <summary>Returns the percentage of the sheets that are done. Only a job that is done has 100 %.</summary>
    public static string PercentOf(JobProgress progress)
    {
        int percent = progress.Finished < progress.Total ? Math.Min(99, (int)progress.Percent) : 100;
        return string.Create(CultureInfo.CurrentCulture, $"{percent} %");
    }

    /// <summary>Returns the cost of a job, and its limit.</summary>
    public static string? CostOf(decimal spent, decimal? limit) => (spent, limit) switch
    {
        (0, null) => null,
        (var cost, null) => Dollars(cost),
        var (cost, most) => $"{Dollars(cost)} of {Dollars(most.Value)}",
    };

    /// <summary>Returns how long a sheet has run, or ran.</summary>
    public string TimeOf(Sheet sheet) => sheet is { Status: SheetStatus.InProgress, StartedAt: { } started }
        ? Clock(time.GetUtcNow() - started)
        : sheet.ExecutionDuration is { } duration ? Clock(duration) : "";

    /// <summary>Returns what else is to be said of a sheet.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="owners">The processes that have claims, by sheet.</param>
    public string DetailOf(Sheet sheet, IReadOnlyDictionary<int, string> owners)
    {
        string reason = TerminalText.Summary(sheet.ErrorMessage);
        return sheet.Status switch
        {
            _ when sheet.MissingAbility is { } missing => $"no live worker has {TerminalText.Name(missing)}",
            SheetStatus.InProgress => owners.TryGetValue(sheet.Number, out string? owner) ? TerminalText.Name(owner) : "",
            SheetStatus.Waiting or SheetStatus.RetryScheduled when sheet.Measures.NextAttemptAt is { } next => $"until {Local(next)}, {reason}",
            SheetStatus.Fermata => $"to approve: {reason}",
            SheetStatus.Failed or SheetStatus.Skipped or SheetStatus.Waiting or SheetStatus.RetryScheduled => reason,
            _ => sheet.Measures.Cost > 0 ? Dollars(sheet.Measures.Cost) : "",
        };
    }

    /// <summary>Returns how the sheets of a job are.</summary>
    public string CountsOf(JobCounts counts, string dot)
    {
        IEnumerable<string> parts = new[]
        {
            Count(counts[SheetStatus.InProgress], "running"),
            Count(
                counts.Waiting,
                counts.NextAttemptAt is { } at ? $"{(counts.Waiting == 1 ? "waits" : "wait, the first")} until {Local(at)}" : "waiting"),
            Count(counts[SheetStatus.Fermata], "to approve"),
            Count(counts[SheetStatus.Failed], "failed"),
            Count(counts[SheetStatus.Pending], "pending"),
        }.OfType<string>();
        return string.Join(dot, parts);
    }

    /// <summary>Returns how many items are done, and how the others are.</summary>
    public static string ProgressOf(WatchedItems items)
    {
        string[] parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{items.Finished}/{items.Sheets.Count}"),
            .. new[]
            {
                Count(items[SheetStatus.Failed], "failed"),
                Count(items[SheetStatus.InProgress], "running"),
                Count(items.Waiting, "waiting"),
                Count(items[SheetStatus.Fermata], "to approve"),
            }.OfType<string>(),
        ];
        return string.Join(", ", parts);
    }

    /// <summary>Returns how long ago a time was.</summary>
    public string Ago(DateTimeOffset then) => (time.GetUtcNow() - then) switch
    {
        { TotalSeconds: < 5 } => "now",
        { TotalMinutes: < 1 } ago => $"{(int)ago.TotalSeconds} s ago",
        { TotalHours: < 1 } ago => $"{(int)ago.TotalMinutes} min ago",
        { TotalDays: < 1 } ago => $"{(int)ago.TotalHours} h ago",
        var ago => $"{(int)ago.TotalDays} d ago",
    };

    /// <summary>Returns the local time of day.</summary>
    public string Local(DateTimeOffset then) =>
        TimeZoneInfo.ConvertTime(then, time.LocalTimeZone).ToString("T", CultureInfo.CurrentCulture);

    /// <summary>Returns an amount of money.</summary>
    public static string Dollars(decimal amount) => MoneyText.Dollars(amount, CultureInfo.CurrentCulture);

    /// <summary>Returns a duration like a clock, so that it does not flicker.</summary>
    private static string Clock(TimeSpan duration) => duration switch
    {
        { Ticks: < 0 } => "0:00",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}:{duration.Seconds:00}"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Hours}:{duration.Minutes:00}:{duration.Seconds:00}"),
        _ => DurationFormatter.Of(duration),
    };

    private static string? Count(int count, string what) => count == 0 ? null : string.Create(CultureInfo.CurrentCulture, $"{count} {what}");
}
