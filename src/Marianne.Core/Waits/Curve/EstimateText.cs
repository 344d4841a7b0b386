using System.Globalization;
using Marianne.Text;

namespace Marianne.Waits;

/// <summary>Describes estimates in words.</summary>
internal static class EstimateText
{
    /// <summary>Returns the reason of an estimate.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="longest">The longest known recovery, or <c>null</c> if none is known.</param>
    public static string Of(WaitEstimate estimate, TimeSpan? longest)
    {
        if (estimate.GivesUp)
        {
            return longest is { } known
                ? $"no recovery took longer than {Seconds(known)}"
                : "no recovery is known, and another attempt is not worth its wait";
        }

        string why = estimate switch
        {
            { SampleCount: 0 } => "no recoveries are known yet",
            _ when longest is null => "attempts are known, but no recovery yet",
            { Basis.Period: { } period } => $"{Percent(estimate.DoneByThen)} came at this time of each {Window(period)}",
            { Basis.Latest: { } latest } => $"{Percent(estimate.DoneByThen)} of the last {Recoveries(latest)} done by then",
            _ when estimate.Basis == WaitBasis.Hour => $"{Percent(estimate.DoneByThen)} of the recoveries at this hour were done by then",
            _ => $"{Percent(estimate.DoneByThen)} of {Recoveries(estimate.SampleCount)} done by then",
        };
        string hint = estimate.HintTrust > 0 ? $"; the hint is trusted to {Percent(estimate.HintTrust)}" : "";
        return why + hint;
    }

    /// <summary>Returns a time in seconds: <c>312 s</c>.</summary>
    /// <param name="time">The time.</param>
    public static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds, time.TotalSeconds < 10 ? 1 : 0)} s");

    private static string Recoveries(long count) => CountText.Of(count, "recovery was", "recoveries were");

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %");

    private static string Window(TimeSpan period) => period.TotalSeconds switch
    {
        60 => "minute",
        3_600 => "hour",
        86_400 => "day",
        604_800 => "week",
        < 3_600 => string.Create(CultureInfo.InvariantCulture, $"{period.TotalMinutes} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{period.TotalHours} hours"),
    };
}
