using System.Globalization;
using Marianne.Jobs;

namespace Marianne.Torture.Checks;

/// <summary>
/// A sheet that the store has as Completed did its work, and never runs again. The sheets write a line when they begin and
/// one when they end.
/// </summary>
/// <param name="round">The round.</param>
/// <param name="log">The file with the lines.</param>
internal sealed class RunCheck(Round round, string log)
{
    private readonly Dictionary<int, (int Attempts, DateTimeOffset? CompletedAt, int Begun)> _finished = [];

    /// <summary>Checks a job against what it was after the last kill.</summary>
    public void Run(Job job)
    {
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        foreach (Sheet sheet in job.Sheets)
        {
            string number = sheet.Number.ToString(CultureInfo.InvariantCulture);
            int begun = lines.Count(line => line.StartsWith($"b {number} ", StringComparison.Ordinal));
            (int, DateTimeOffset?, int) now = (sheet.AttemptCount, sheet.CompletedAt, begun);
            if (_finished.TryGetValue(sheet.Number, out var before))
            {
                round.Check(sheet.Status == SheetStatus.Completed, $"sheet {number} was Completed and is {sheet.Status}");
                round.Check(now == before, $"sheet {number} was Completed with {before} and has run again: {now}");
            }
            else if (sheet.Status == SheetStatus.Completed)
            {
                round.Check(
                    lines.Any(line => line.StartsWith($"e {number} ", StringComparison.Ordinal)),
                    $"sheet {number} is Completed, and its command did not end");
                _finished.Add(sheet.Number, now);
            }
        }
    }
}
