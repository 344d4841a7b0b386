namespace Marianne.Scores;

/// <summary>One thing that is wrong with a score.</summary>
/// <param name="Path">Where: sections and key, such as <c>retry.max_retries</c>; empty for the whole.</param>
/// <param name="Message">The value, what it must be, and what to do.</param>
public sealed record ScoreProblem(string Path, string Message)
{
    /// <summary>What may have been meant, such as the nearest key that there is.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The file, a full path; nothing when the score is of none.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1; nothing when the score is of no file, or its format knows no lines.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The file, line and column, as far as they are known: <c>/work/nightly.yaml:3:5</c>.</summary>
    public string Place => string.Join(':', new object?[] { File, Line, Column }.Where(part => part is not null));

    /// <summary>Whether it is the key that is wrong, and not its value.</summary>
    internal bool IsOfKey { get; init; }

    /// <summary>The path and the message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";

    /// <summary>The same problem as seen from further out.</summary>
    internal ScoreProblem Within(string path) =>
        path.Length == 0 ? this : this with { Path = Path.Length == 0 ? path : $"{path}.{Path}" };

    /// <summary>The path, and the paths of all that it is a part of.</summary>
    internal IEnumerable<string> Paths()
    {
        yield return Path;
        for (int end = Path.Length - 1; end > 0; end--)
        {
            if (Path[end] is '.' or '[')
                yield return Path[..end];
        }
    }
}
