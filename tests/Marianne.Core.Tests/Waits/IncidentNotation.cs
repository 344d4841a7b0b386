using System.Globalization;
using Marianne.Waits;

namespace Marianne.Core.Tests.Waits;

/// <summary>
/// Reads incidents such as <c>"0: 310v; 5000: 140x 280v"</c>, oldest first: the second began 5,000 seconds after a Monday's midnight,
/// an attempt failed after 140 seconds, and one succeeded after 280. <c>/ 380</c> after the beginning is the time that was named.
/// </summary>
internal static class IncidentNotation
{
    /// <summary>Monday, 2026-01-05, 00:00 UTC.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static WaitHistory Parse(string text)
    {
        string[] incidents = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new WaitHistory([.. incidents.SelectMany(ParseOne).Reverse()]);
    }

    /// <summary>Returns the text of incidents that began at equal intervals.</summary>
    public static string At(int first, int interval, params string[] attempts) =>
        string.Join("; ", attempts.Select((attempt, i) => FormattableString.Invariant($"{first + (i * interval)}: {attempt}")));

    private static IEnumerable<WaitRow> ParseOne(string text, int number)
    {
        string[] parts = text.Split(':');
        string[] head = parts[0].Split('/');
        double began = Monday.ToUnixTimeSeconds() + Number(head[0]);
        double? hint = head.Length > 1 ? Number(head[1]) : null;
        foreach (string attempt in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            yield return new WaitRow(Number(attempt[..^1]), attempt[^1] == 'v', $"i{number}", began, hint);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
