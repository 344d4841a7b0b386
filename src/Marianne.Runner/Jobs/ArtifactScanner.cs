using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Marianne.Jobs;

/// <summary>Determines the progress of a job whose state is lost from the files that it wrote.</summary>
public static partial class ArtifactScanner
{
    /// <summary>
    /// Returns the highest number that follows <c>sheet</c> in the names of the files in a folder, or <c>null</c> if the folder
    /// or such a file does not exist.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">A wildcard pattern for the file names, such as <c>sheet*-report.md</c>.</param>
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

    [GeneratedRegex("sheet([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex SheetNumber();
}
