using Marianne.Files;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Validations;

/// <summary>The times at which files were last written before a sheet ran.</summary>
public sealed class FileTimes
{
    private readonly Dictionary<string, DateTime?> _times;

    private FileTimes(IEnumerable<string> paths) => _times = paths.Distinct().ToDictionary(path => path, TimeOf);

    /// <summary>The times of no files. Every file that exists afterwards counts as written.</summary>
    public static FileTimes None { get; } = new([]);

    /// <summary>Reads the times of the files that a sheet must write.</summary>
    /// <param name="score">The score.</param>
    /// <param name="sheet">The sheet's number.</param>
    public static FileTimes Take(Score score, int sheet)
    {
        ArgumentNullException.ThrowIfNull(score);
        ValidationRule[] rules = [.. score.RulesOf(sheet).Where(rule => rule.Type == ValidationKind.FileModified)];
        if (rules.Length == 0)
            return None;

        var placeholders = PlaceholderExpander.Of(score, sheet);
        return new FileTimes(rules.Select(rule => placeholders.InPath(rule.Path!)));
    }

    /// <summary>
    /// Returns the time at which a file was written before the sheet in UTC, or <c>null</c> if it did not exist.
    /// </summary>
    /// <param name="path">The full path of the file.</param>
    internal DateTime? Before(string path) => _times.GetValueOrDefault(path);

    /// <summary>
    /// Returns the time at which a file was last written in UTC, or <c>null</c> if it does not exist. Links are followed.
    /// </summary>
    /// <param name="path">The full path of the file.</param>
    internal static DateTime? TimeOf(string path) =>
        new FileInfo(RealPath.Of(path)) is { Exists: true } file ? file.LastWriteTimeUtc : null;
}
