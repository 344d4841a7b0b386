using System.Text.RegularExpressions;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Reads the usage that a tool reports in lines of text.</summary>
internal static class UsageLines
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns the usage, or <c>null</c> if no line reports any.</summary>
    /// <param name="format">The format of the lines.</param>
    /// <param name="lines">The lines.</param>
    public static ReportedUsage? Read(ResultOptions format, IReadOnlyList<string> lines)
    {
        if (format.UsageLine is null)
            return null;

        var pattern = new Regex(format.UsageLine, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeLimit);
        Match[] matches = [.. lines.Where(line => line.Length < 1000).Select(line => pattern.Match(line)).Where(match => match.Success)];
        if (matches.Length == 0)
            return null;

        ReportedUsage usage = matches.Select(Of).Aggregate(ReportedUsage.Add);
        return usage with
        {
            Cost = Amount(matches[^1], "total") ?? usage.Cost,
            Model = format.ModelLine is { } model
                ? lines.Where(line => line.Length < 1000)
                    .Select(line => Regex.Match(line, model, RegexOptions.ExplicitCapture, TimeLimit))
                    .FirstOrDefault(match => match.Success)?.Groups["model"].Value
                : null,
        };
    }

    private static ReportedUsage Of(Match match)
    {
        bool hasCache = match.Groups["read"].Success || match.Groups["write"].Success;
        return new ReportedUsage
        {
            InputTokens = Tokens(match, "input"),
            OutputTokens = Tokens(match, "output"),
            CacheReadTokens = Tokens(match, "read") ?? (hasCache ? 0 : null),
            CacheWriteTokens = Tokens(match, "write") ?? (hasCache ? 0 : null),
            Cost = Amount(match, "cost"),
        };
    }

    private static long? Tokens(Match match, string group) => Amount(match, group) is { } count ? (long)Math.Round(count) : null;

    private static decimal? Amount(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? UsageNumber.Amount(found.Value.TrimEnd('.', ',')) : null;
}
