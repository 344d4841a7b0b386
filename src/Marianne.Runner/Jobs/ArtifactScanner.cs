using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Marianne.Jobs;

/// <summary>Tells from the files that a job left behind how far it came, for when its state is gone.</summary>
public static partial class ArtifactScanner
{
    /// <summary>
    /// The highest number after <c>sheet</c> in the name of a file of a folder; nothing when the folder or such a
    /// file is missing.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">Which files to look at, such as <c>sheet*-report.md</c>.</param>
    public static int? LastCompletedSheet(string folder, string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (!Directory.Exists(folder))
            return null;

        return Directory.EnumerateFiles(folder)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            .Select(name => SheetNumber().Match(name))
            .Where(match => match.Success)
            .Select(match => int.TryParse(match.Groups[1].ValueSpan, out int number) ? (int?)number : null)
            .Max();
    }

    /// <summary>A job rebuilt from its artifacts: sheets 1 to the last completed one are Completed, and it is Paused.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="totalSheets">How many sheets it had.</param>
    /// <param name="lastCompleted">The last completed one.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="MarianneException">The last completed sheet is none of the job's.</exception>
    public static Job Rebuild(string id, string name, int totalSheets, int lastCompleted, DateTimeOffset now)
    {
        var job = new Job(id, name, totalSheets, now);
        if (lastCompleted > totalSheets)
            throw JobErrors.SheetOutOfRange(id, lastCompleted, totalSheets);

        foreach (Sheet sheet in job.Sheets.Take(lastCompleted))
        {
            sheet.Status = SheetStatus.Completed;
            sheet.CompletedAt = now;
        }

        job.LastCompletedSheet = lastCompleted;
        job.Status = JobStatus.Paused;
        job.ErrorMessage = $"Rebuilt from its artifacts: {lastCompleted} of {totalSheets} sheets had left one.";
        return job;
    }

    [GeneratedRegex("sheet([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex SheetNumber();
}
