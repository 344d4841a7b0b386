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

    [GeneratedRegex("sheet([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex SheetNumber();
}
