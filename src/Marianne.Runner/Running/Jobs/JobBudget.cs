using System.Globalization;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Tracks the cost of a job and of its running sheets. It can be used by several threads.</summary>
internal sealed class JobBudget
{
    private readonly object _lock = new();
    private readonly Score _score;
    private readonly Dictionary<int, CostMeter> _sheets = [];
    private readonly Dictionary<int, decimal> _shares = [];
    private CostMeter _job;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="score">The score, which contains the limits.</param>
    /// <param name="spent">The cost of the job before this run in US dollars.</param>
    public JobBudget(Score score, decimal spent)
    {
        _score = score;
        (_job, _) = CostMeter.OfJob(score.CostLimits).Add(spent);
    }

    /// <summary>The reason why no attempt may start, or <c>null</c> if one may.</summary>
    public string? Refusal
    {
        get
        {
            lock (_lock)
            {
                return _job is { Limit: { } limit, Remaining: 0 }
                    ? Exceeded("The job", _job.Spent, limit, "max_cost_per_job")
                    : null;
            }
        }
    }

    /// <summary>Begins to track an attempt of a sheet, and reserves its share of the job's budget.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="spent">The cost of the sheet before the attempt in US dollars.</param>
    public void Begin(int number, decimal spent)
    {
        lock (_lock)
        {
            _shares.Remove(number);
            decimal? share = BudgetPartition.ShareOf(_job, _shares.Values, _score.Parallel);
            if (share is { } reserved && _score.Parallel.BudgetPartition)
                _shares[number] = reserved;
            (_sheets[number], _) = CostMeter.OfSheet(_score.CostLimits, share + spent).Add(spent);
        }
    }

    /// <summary>Adds the cost of a sheet's attempt, and checks the limits of the sheet and of the job.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="cost">The cost of the attempt in US dollars.</param>
    public CostCheckResult Settle(int number, decimal cost)
    {
        lock (_lock)
        {
            _shares.Remove(number);
            _sheets.Remove(number, out CostMeter? meter);
            (_job, bool jobWarns) = _job.Add(cost);
            (CostMeter sheet, bool sheetWarns) = meter!.Add(cost);
            return new CostCheckResult
            {
                SheetError = ErrorOf(sheet),
                JobError = _job is { IsOver: true, Limit: { } limit }
                    ? Exceeded("The job", _job.Spent, limit, "max_cost_per_job")
                    : null,
                Warnings =
                [
                    .. jobWarns ? [WarningOf("The job", _job)] : Array.Empty<string>(),
                    .. sheetWarns ? [WarningOf("The sheet", sheet)] : Array.Empty<string>(),
                ],
            };
        }
    }

    /// <summary>Releases the share of a sheet whose attempt was interrupted.</summary>
    /// <param name="number">The sheet's number.</param>
    public void Release(int number)
    {
        lock (_lock)
        {
            _shares.Remove(number);
            _sheets.Remove(number);
        }
    }

    /// <summary>
    /// The error of a sheet over its limit. If only the whole job is over its limit, the job is paused, and a sheet that did
    /// its work does not fail.
    /// </summary>
    private string? ErrorOf(CostMeter sheet)
    {
        if (sheet is not { IsOver: true, Limit: { } limit })
            return null;
        if (sheet.Spent > _score.CostLimits.MaxCostPerSheet)
            return Exceeded("The sheet", sheet.Spent, _score.CostLimits.MaxCostPerSheet.Value, "max_cost_per_sheet");
        return _job.IsOver ? null : Exceeded("The sheet", sheet.Spent, limit, "max_cost_per_job");
    }

    private static string Exceeded(string what, decimal spent, decimal limit, string key) => string.Create(
        CultureInfo.InvariantCulture,
        $"cost_limit: {what} has cost ${spent:0.######} and may cost ${limit:0.######}. Raise cost_limits.{key} to continue.");

    private static string WarningOf(string what, CostMeter meter) => string.Create(
        CultureInfo.InvariantCulture, $"{what} has cost ${meter.Spent:0.######} of at most ${meter.Limit:0.######}.");
}
