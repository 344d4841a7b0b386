using System.Globalization;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// How much a score may hold, counted while it is read: a few lines of text can stand for more than fits into memory.
/// The greatest score that there can be stays far below.
/// </summary>
public sealed class ScoreLimits
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>How deep maps and lists may be nested.</summary>
    public const int MaximumDepth = 64;

    /// <summary>How many values there may be, those of maps and lists and what aliases stand for included.</summary>
    public const int MaximumValues = 1_000_000;

    /// <summary>How many characters a key may have.</summary>
    public const int MaximumKeyLength = 1_000;

    private int _depth;

    /// <summary>How many values there are so far.</summary>
    public int Values { get; private set; }

    /// <summary>Counts values.</summary>
    /// <exception cref="ScoreSyntaxException">There are too many.</exception>
    public void Count(SourcePosition? mark, int values = 1)
    {
        if (values > MaximumValues - Values)
        {
            throw new ScoreSyntaxException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There are more than {MaximumValues:N0} values, counting what aliases stand for. Split the score."),
                mark);
        }

        Values += values;
    }

    /// <summary>Begins a map or a list.</summary>
    /// <exception cref="ScoreSyntaxException">It is nested too deep.</exception>
    public void Enter(SourcePosition? mark)
    {
        CheckDepth(mark, 1);
        _depth++;
    }

    /// <summary>Ends a map or a list.</summary>
    public void Leave() => _depth--;

    /// <summary>Refuses a value that is so deep in itself that it would be nested too deep here.</summary>
    /// <exception cref="ScoreSyntaxException">It is nested too deep.</exception>
    public void CheckDepth(SourcePosition? mark, int ownDepth)
    {
        if (_depth + ownDepth > MaximumDepth)
            throw new ScoreSyntaxException($"Keys and lists are nested deeper than {MaximumDepth}. No score needs that.", mark);
    }

    /// <summary>Adds a key to a map.</summary>
    /// <exception cref="ScoreSyntaxException">It is there already, or too long.</exception>
    public static void Add(SourceMap map, string key, object? value, SourcePosition? keyMark = null, SourcePosition? valueMark = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(key);

        if (key.Length > MaximumKeyLength)
            throw new ScoreSyntaxException($"A key has more than {MaximumKeyLength} characters. No score needs that.", keyMark);
        if (!map.TryAdd(key, value, keyMark, valueMark))
            throw new ScoreSyntaxException($"The key {OptionValue.Show(key)} is there twice. Remove one of them.", keyMark);
    }
}
