using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Signals;

namespace Marianne.Running;

/// <summary>
/// The agent's session of a sheet. It is continued after a limit, a stop or a crash, so that what was paid for is not paid again.
/// </summary>
/// <param name="run">The run of the job.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class SheetSession(JobRun run, int number)
{
    private InstrumentProfile? _instrument;
    private SessionUsage? _used;

    /// <summary>The id of the session, or <c>null</c> if it is not known yet.</summary>
    public string? Id { get; private set; }

    /// <summary>Indicates whether the current attempt continues a session.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Indicates whether the next attempt can continue the session.</summary>
    public bool CanResume => Id is not null && _instrument is { CanResume: true };

    /// <summary>Begins an attempt: with the session that the measures name, if it belongs to the sheet's current instrument.</summary>
    /// <param name="measures">The measures of the sheet.</param>
    public void Begin(SheetMeasures measures)
    {
        _instrument = run.SheetInstruments.Of(number);
        IsResumed = _instrument is { CanResume: true } && measures.SessionId is not null && measures.SessionInstrument == _instrument.Name;
        bool isChosen = _instrument is { CanResume: true } && InstrumentArguments.Has(_instrument.Options, "session");
        Id = IsResumed ? measures.SessionId : isChosen ? $"marianne-{Guid.NewGuid():N}" : null;
        _used = IsResumed ? measures.SessionUsage : null;
    }

    /// <summary>Returns <c>true</c> if a line of the output names a session that was not known before.</summary>
    /// <param name="line">The line.</param>
    public bool Note(string line)
    {
        if (_instrument is not { CanResume: true } || SessionIds.Find(_instrument.Options, line) is not { } id || id == Id)
            return false;
        Id = id;
        return true;
    }

    /// <summary>Returns what an attempt used, if the agent reports the total of the session.</summary>
    /// <param name="usage">What the agent reports, or <c>null</c>.</param>
    public ReportedUsage? PartOf(ReportedUsage? usage) => usage is null || _used is null || !ReportsTotals
        ? usage
        : usage with
        {
            InputTokens = Less(usage.InputTokens, _used.InputTokens),
            OutputTokens = Less(usage.OutputTokens, _used.OutputTokens),
            CacheReadTokens = Less(usage.CacheReadTokens, _used.CacheReadTokens),
            CacheWriteTokens = Less(usage.CacheWriteTokens, _used.CacheWriteTokens),
            Cost = usage.Cost is { } cost ? Math.Max(0, cost - _used.Cost) : null,
        };

    /// <summary>Returns the measures of the sheet with the session.</summary>
    /// <param name="measures">The measures.</param>
    /// <param name="reading">What the attempt says of itself, or <c>null</c> if it has not ended.</param>
    /// <param name="error">The error of the attempt, or <c>null</c>.</param>
    public SheetMeasures AddTo(SheetMeasures measures, AttemptReading? reading = null, ErrorCode? error = null)
    {
        if (_instrument is not { CanResume: true })
            return measures.WithoutSession();

        Id = reading?.SessionId ?? Id;
        bool isKept = Id is not null && SessionPolicy.IsKept(error);
        return measures with
        {
            SessionId = isKept ? Id : null,
            SessionInstrument = isKept ? _instrument.Name : null,
            SessionUsage = isKept && ReportsTotals ? TotalOf(reading?.Usage) ?? _used : null,
        };
    }

    private bool ReportsTotals => _instrument?.Options.Result.Usage == UsageTotal.Session;

    private static SessionUsage? TotalOf(ReportedUsage? usage) => usage is null
        ? null
        : new SessionUsage(
            usage.InputTokens ?? 0, usage.OutputTokens ?? 0, usage.CacheReadTokens ?? 0, usage.CacheWriteTokens ?? 0, usage.Cost ?? 0);

    private static long? Less(long? total, long before) => total is { } count ? Math.Max(0, count - before) : null;
}
