using System.Globalization;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>What a job has cost, and what each running sheet may still spend. Sheets that run at once may all ask.</summary>
internal sealed class JobBudget
{
    private readonly object _gate = new();
    private readonly Score _score;
    private readonly Dictionary<int, decimal> _shares = [];
    private CostMeter _job;

    /// <summary>Begins with what the job has cost before.</summary>
    public JobBudget(Score score, decimal spent)
    {
        _score = score;
        (_job, _) = CostMeter.OfJob(score.CostLimits).Add(spent);
    }

    /// <summary>Why no sheet may be started; nothing when one may.</summary>
    public string? Refusal
    {
        get
        {
            lock (_gate)
                return _job is { Limit: { } limit, Remaining: 0 } ? Over("The job", _job.Spent, limit, "max_cost_per_job") : null;
        }
    }

    /// <summary>What a sheet that starts may spend, beside what it has spent: its meter.</summary>
    public CostMeter Start(int number, decimal spent)
    {
        lock (_gate)
        {
            _shares.Remove(number);
            decimal? share = BudgetPartition.ShareOf(_job, _shares.Values, _score.Parallel);
            if (share is { } promised && _score.Parallel.BudgetPartition)
                _shares[number] = promised;
            (CostMeter meter, _) = CostMeter.OfSheet(_score.CostLimits, share + spent).Add(spent);
            return meter;
        }
    }

    /// <summary>Counts what an attempt cost, and says what follows from it.</summary>
    public CostCheckResult Settle(int number, CostMeter meter, decimal cost)
    {
        lock (_gate)
        {
            _shares.Remove(number);
            (_job, bool jobWarns) = _job.Add(cost);
            (CostMeter sheet, bool sheetWarns) = meter.Add(cost);
            return new CostCheckResult
            {
                SheetIsOver = SheetIsOver(sheet),
                JobIsOver = _job is { IsOver: true, Limit: { } most } ? Over("The job", _job.Spent, most, "max_cost_per_job") : null,
                Warnings =
                [
                    .. jobWarns ? [Near("The job", _job)] : Array.Empty<string>(),
                    .. sheetWarns ? [Near("The sheet", sheet)] : Array.Empty<string>(),
                ],
            };
        }
    }

    /// <summary>
    /// A sheet that has done its work is not failed because the whole job has spent all: the job is paused then.
    /// </summary>
    private string? SheetIsOver(CostMeter sheet)
    {
        if (sheet is not { IsOver: true, Limit: { } limit })
            return null;
        if (sheet.Spent > _score.CostLimits.MaxCostPerSheet)
            return Over("The sheet", sheet.Spent, _score.CostLimits.MaxCostPerSheet.Value, "max_cost_per_sheet");
        return _job.IsOver ? null : Over("The sheet", sheet.Spent, limit, "max_cost_per_job");
    }

    private static string Over(string who, decimal spent, decimal limit, string key) => string.Create(
        CultureInfo.InvariantCulture,
        $"cost_limit: {who} has cost ${spent:0.######} and may cost ${limit:0.######}. Raise cost_limits.{key} to go on.");

    private static string Near(string who, CostMeter meter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{who} has cost ${meter.Spent:0.######} of the ${meter.Limit:0.######} that it may.");
}
