using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Finds the positions of problems in a text.</summary>
internal static class ScoreLocations
{
    /// <summary>
    /// Returns the position of a problem's path, or of the nearest part of the path that exists; <c>null</c> if the format has
    /// no positions.
    /// </summary>
    /// <param name="root">The keys and values of the text.</param>
    /// <param name="problem">The problem.</param>
    public static SourcePosition? Find(SourceMap root, OptionProblem problem)
    {
        object? value = root;
        SourcePosition? position = root.Position;
        string path = problem.Path;
        int start = 0;
        while (start < path.Length)
        {
            Step step = Next(value, path, start);
            if (step.End < 0)
                return position;

            value = step.Value;
            bool isLast = step.End >= path.Length;
            position = problem.IsOfKey && isLast ? step.KeyPosition ?? step.ValuePosition : step.ValuePosition;
            start = step.End + (!isLast && path[step.End] == '.' ? 1 : 0);
        }

        return position;
    }

    private static Step Next(object? value, string path, int start)
    {
        if (path[start] == '[')
        {
            int close = path.IndexOf(']', start);
            return value is SourceList list && int.TryParse(path.AsSpan(start + 1, close - start - 1), out int index)
                && index < list.Count
                ? new Step(list[index], null, list.PositionOf(index), close + 1)
                : Step.None;
        }

        // Unknown keys may contain dots and brackets, so each possible end is tried.
        for (int end = NextEnd(path, start); value is SourceMap map; end = NextEnd(path, end + 1))
        {
            if (map.Find(path[start..end]) is { } entry)
                return new Step(entry.Value, entry.KeyPosition, entry.ValuePosition, end);
            if (end == path.Length)
                break;
        }

        return Step.None;
    }

    private static int NextEnd(string path, int from) =>
        from < path.Length && path.IndexOfAny(['.', '['], from) is >= 0 and var end ? end : path.Length;

    /// <summary>One step along a path: its value, the positions, and the index at which the path continues.</summary>
    private readonly record struct Step(object? Value, SourcePosition? KeyPosition, SourcePosition? ValuePosition, int End)
    {
        public static Step None { get; } = new(null, null, null, -1);
    }
}
