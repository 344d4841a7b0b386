using Marianne.Files;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Validations;

/// <summary>When files were last written, as it was before a sheet.</summary>
public sealed class FileTimes
{
    private readonly Dictionary<string, DateTime?> _times;

    private FileTimes(IEnumerable<string> paths) => _times = paths.Distinct().ToDictionary(path => path, TimeOf);

    /// <summary>Those of no file: whatever is there afterwards is new.</summary>
    public static FileTimes None { get; } = new([]);

    /// <summary>Those of the files that a sheet must change.</summary>
    public static FileTimes Take(Score score, int sheet)
    {
        ArgumentNullException.ThrowIfNull(score);
        var places = PlaceholderExpander.Of(score, sheet);
        return new FileTimes(score.Validations
            .Where(rule => rule.Type == ValidationKind.FileModified && rule.IsFor(sheet))
            .Select(rule => places.InPath(rule.Path!)));
    }

    /// <summary>When a file had been written, in UTC; nothing when there was none.</summary>
    internal DateTime? Before(string path) => _times.GetValueOrDefault(path);

    /// <summary>When a file was written, in UTC; nothing when there is none. A link is the file that it leads to.</summary>
    internal static DateTime? TimeOf(string path) =>
        new FileInfo(RealPath.Of(path)) is { Exists: true } file ? file.LastWriteTimeUtc : null;
}
