using Marianne.Instruments;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Finds cost limits that are compared with estimates alone.</summary>
internal static class EstimatedCosts
{
    /// <summary>
    /// Returns a warning if the score has a cost limit and an instrument that reports neither tokens nor money, or <c>null</c>.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="instruments">The instruments that the score can use.</param>
    public static string? WarningOf(Score score, InstrumentCatalog instruments)
    {
        if (!score.CostLimits.Enabled)
            return null;

        string[] names =
        [
            .. score.Numbers
                .Where(number => score.SheetOf(number).Prompt is not null)
                .Select(number => instruments.Get(score.InstrumentOf(number)!))
                .Where(instrument => !ReportsUsage(instrument.Options))
                .Select(instrument => $"'{instrument.Name}'")
                .Distinct(),
        ];
        return names.Length == 0
            ? null
            : $"The limits of cost_limits are compared with estimates: unless its output reports usage, the cost of a prompt for "
                + $"{string.Join(", ", names)} is estimated from the length of the prompt and the output, which can be far too low. "
                + "Use an instrument that reports its usage, or limit the number of turns.";
    }

    private static bool ReportsUsage(InstrumentOptions options) =>
        options.Result.UsageLine is not null
        || (options.Result.Format is not null && options.Result.AllRecords.Any(record => record.Usage.Any(usage =>
            usage.Cost.Count + usage.Input.Count + usage.Output.Count > 0)));
}
