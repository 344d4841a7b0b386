namespace Marianne.Options;

/// <summary>One invalid key or value of an options section.</summary>
/// <param name="Path">The path of the key, such as <c>retry.max_retries</c>; empty for the whole section.</param>
/// <param name="Message">The value, what it must be, and what to do.</param>
public sealed record OptionProblem(string Path, string Message)
{
    /// <summary>What may have been meant, such as the nearest known key; <c>null</c> if nothing is close.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Indicates whether the key is invalid, and not its value.</summary>
    internal bool IsOfKey { get; init; }

    /// <summary>The path and the message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";

    /// <summary>Returns the same problem with a path that begins at an outer section.</summary>
    internal OptionProblem Within(string path) =>
        path.Length == 0 ? this : this with { Path = Path.Length == 0 ? path : $"{path}.{Path}" };

    /// <summary>Returns the path, and the paths of all sections that contain it.</summary>
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
