using System.Globalization;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Tracks the cost of a job and of its running sheets. It can be used by several threads.</summary>
internal sealed class JobBudget
{
    private readonly object _lock = new();
    private readonly Score _score;
    private IReadOnlyDictionary<int, decimal> _expected;
    private readonly Dictionary<int, CostMeter> _sheets = [];
    private CostMeter _job;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="score">The score, which contains the limits.</param>
    /// <param name="spent">The cost of the job before this run in US dollars.</param>
    /// <param name="expected">The expected costs of sheets in US dollars, by number. A sheet that is missing is not known.</param>
    public JobBudget(Score score, decimal spent, IReadOnlyDictionary<int, decimal> expected)
    {
        _score = score;
        _expected = expected;
        (_job, _) = CostMeter.OfJob(score.CostLimits).Add(spent);
    }

    /// <summary>The reason why no attempt may start, or <c>null</c> if one may.</summary>
    public string? Refusal
    {
        get
        {
            lock (_lock)
                return _job is { Limit: not null, Remaining: 0 } ? JobExceeded() : null;
        }
    }

    /// <summary>Takes over what the job has cost until now, also in the runs of other processes.</summary>
    /// <param name="spent">The cost in US dollars.</param>
    /// <param name="expected">The expected costs of sheets in US dollars, by number; <c>null</c> to keep them.</param>
    public void Refresh(decimal spent, IReadOnlyDictionary<int, decimal>? expected = null)
    {
        lock (_lock)
        {
            _expected = expected ?? _expected;
            if (spent > _job.Spent)
                (_job, _) = _job.Add(spent - _job.Spent);
        }
    }

    /// <summary>Determines whether a sheet may start beside those that run: see <see cref="BudgetPartition"/>.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="running">The number of running sheets.</param>
    public bool MayStart(int number, int running)
    {
        decimal? expected = _expected.TryGetValue(number, out decimal cost) ? cost : null;
        lock (_lock)
            return BudgetPartition.MayStart(_job, expected, running, _score.Parallel);
    }

    /// <summary>Returns what is left of the budget of a running sheet in US dollars, or <c>null</c> if it has no limit.</summary>
    /// <param name="number">The sheet's number.</param>
    public decimal? RemainingOf(int number)
    {
        lock (_lock)
            return _sheets.TryGetValue(number, out CostMeter? meter) ? meter.Remaining : null;
    }

    /// <summary>Begins to track an attempt of a sheet.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="spent">The cost of the sheet before the attempt in US dollars.</param>
    public void Begin(int number, decimal spent)
    {
        lock (_lock)
            (_sheets[number], _) = CostMeter.OfSheet(_score.CostLimits).Add(spent);
    }

    /// <summary>Adds the cost of a sheet's attempt, and checks the limits of the sheet and of the job.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="cost">The cost of the attempt in US dollars.</param>
    public CostCheckResult Settle(int number, decimal cost)
    {
        lock (_lock)
        {
            _sheets.Remove(number, out CostMeter? meter);
            (_job, bool jobWarns) = _job.Add(cost);
            (CostMeter sheet, bool sheetWarns) = meter!.Add(cost);
            return new CostCheckResult
            {
                SheetError = sheet.IsOver ? Exceeded("The sheet", sheet, "max_cost_per_sheet") : null,
                JobError = _job.IsOver ? JobExceeded() : null,
                Warnings =
                [
                    .. jobWarns ? [WarningOf("The job", _job, "max_cost_per_job")] : Array.Empty<string>(),
                    .. sheetWarns ? [WarningOf("The sheet", sheet, "max_cost_per_sheet")] : Array.Empty<string>(),
                ],
            };
        }
    }

    private string JobExceeded() => Exceeded("The job", _job, "max_cost_per_job");

    private static string Exceeded(string what, CostMeter meter, string key) => CostLimitText.Of(WarningOf(what, meter, key));

    private static string WarningOf(string what, CostMeter meter, string key) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what} has cost ${meter.Spent:0.######} of the ${meter.Limit:0.######} that cost_limits.{key} allows.");
}
