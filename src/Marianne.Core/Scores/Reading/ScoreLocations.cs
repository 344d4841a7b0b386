using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Where in a text the path of a problem leads.</summary>
internal static class ScoreLocations
{
    /// <summary>Returns the position of a problem's path, or of the nearest part of the path that exists.</summary>
    public static SourcePosition? Find(SourceMap root, OptionProblem problem) => Find(root, problem.Path, problem.IsOfKey);

    private static SourcePosition? Find(SourceMap root, string path, bool wantsKey)
    {
        object? value = root;
        SourcePosition? mark = root.Mark;
        int start = 0;
        while (start < path.Length)
        {
            (object? next, SourcePosition? key, SourcePosition? place, int end) = Step(value, path, start);
            if (end < 0)
                return mark;

            value = next;
            mark = wantsKey && end >= path.Length ? key ?? place : place;
            start = end + (end < path.Length && path[end] == '.' ? 1 : 0);
        }

        return mark;
    }

    /// <summary>
    /// One step along a path: what it leads to, its places, and where the path goes on; -1 when it leads nowhere.
    /// </summary>
    private static (object? Value, SourcePosition? Key, SourcePosition? Place, int End) Step(object? value, string path, int start)
    {
        if (path[start] == '[')
        {
            int close = path.IndexOf(']', start);
            return value is SourceList list && int.TryParse(path.AsSpan(start + 1, close - start - 1), out int index)
                && index < list.Count
                ? (list[index], null, list.MarkOf(index), close + 1)
                : (null, null, null, -1);
        }

        // A key that somebody made up may have any character in it.
        for (int end = NextEnd(path, start); value is SourceMap map; end = NextEnd(path, end + 1))
        {
            if (map.Find(path[start..end]) is { } entry)
                return (entry.Value, entry.KeyMark, entry.ValueMark, end);
            if (end == path.Length)
                break;
        }

        return (null, null, null, -1);
    }

    private static int NextEnd(string path, int from) =>
        from < path.Length && path.IndexOfAny(['.', '['], from) is >= 0 and var end ? end : path.Length;
}
