using System.Globalization;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// Limits the size of a score while it is read: with aliases, a short text can stand for more than fits into memory.
/// </summary>
/// <remarks>The largest valid score is far below the limits.</remarks>
public sealed class ScoreLimits
{
    /// <summary>The maximum size of a file: 16 MB, in bytes.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>The maximum depth of nested maps and lists.</summary>
    public const int MaximumDepth = 64;

    /// <summary>The maximum number of values. Maps and lists count as values, and an alias counts what it stands for.</summary>
    public const int MaximumValues = 1_000_000;

    /// <summary>The maximum number of characters in keys and values. An alias counts what it stands for.</summary>
    public const int MaximumCharacters = MaximumBytes;

    /// <summary>The maximum length of a key, in characters.</summary>
    public const int MaximumKeyLength = 1_000;

    private int _depth;

    /// <summary>The number of values so far.</summary>
    public int Values { get; private set; }

    /// <summary>The number of characters so far.</summary>
    public int Characters { get; private set; }

    /// <summary>Counts characters.</summary>
    /// <param name="position">The position of the text; <c>null</c> if the format has no positions.</param>
    /// <param name="characters">The number of characters.</param>
    /// <exception cref="ScoreSyntaxException">There are more than <see cref="MaximumCharacters"/>.</exception>
    public void CountCharacters(SourcePosition? position, int characters)
    {
        if (characters > MaximumCharacters - Characters)
        {
            throw new ScoreSyntaxException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The score has more than {MaximumCharacters:N0} characters, including those of aliases. ")
                + "Put large prompts and scripts into files of their own.",
                position);
        }

        Characters += characters;
    }

    /// <summary>Counts values.</summary>
    /// <param name="position">The position of the values; <c>null</c> if the format has no positions.</param>
    /// <param name="values">The number of values. The default is 1.</param>
    /// <exception cref="ScoreSyntaxException">There are more than <see cref="MaximumValues"/>.</exception>
    public void Count(SourcePosition? position, int values = 1)
    {
        if (values > MaximumValues - Values)
        {
            throw new ScoreSyntaxException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The score has more than {MaximumValues:N0} values, including those of aliases. Split the score."),
                position);
        }

        Values += values;
    }

    /// <summary>Enters a map or a list.</summary>
    /// <param name="position">The position of its beginning; <c>null</c> if the format has no positions.</param>
    /// <exception cref="ScoreSyntaxException">It is nested deeper than <see cref="MaximumDepth"/>.</exception>
    public void Enter(SourcePosition? position)
    {
        CheckDepth(position, 1);
        _depth++;
    }

    /// <summary>Leaves a map or a list.</summary>
    public void Leave() => _depth--;

    /// <summary>Checks that a value with nested values of its own is not nested too deep at the current depth.</summary>
    /// <param name="position">The position of the value; <c>null</c> if the format has no positions.</param>
    /// <param name="ownDepth">The depth of the value itself; 0 if it is neither a map nor a list.</param>
    /// <exception cref="ScoreSyntaxException">It is nested deeper than <see cref="MaximumDepth"/>.</exception>
    public void CheckDepth(SourcePosition? position, int ownDepth)
    {
        if (_depth + ownDepth > MaximumDepth)
        {
            throw new ScoreSyntaxException(
                $"Maps and lists are nested deeper than {MaximumDepth} levels. Reduce the nesting.", position);
        }
    }

    /// <summary>Adds a key to a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="keyPosition">The position of the key; <c>null</c> if the format has no positions.</param>
    /// <param name="valuePosition">The position of the value; <c>null</c> if the format has no positions.</param>
    /// <exception cref="ScoreSyntaxException">
    /// The key exists already, or is longer than <see cref="MaximumKeyLength"/>.
    /// </exception>
    public static void Add(
        SourceMap map, string key, object? value, SourcePosition? keyPosition = null, SourcePosition? valuePosition = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(key);

        if (key.Length > MaximumKeyLength)
            throw new ScoreSyntaxException($"A key has more than {MaximumKeyLength} characters. Shorten it.", keyPosition);
        if (!map.TryAdd(key, value, keyPosition, valuePosition))
            throw new ScoreSyntaxException($"Duplicate key {OptionValue.Show(key)}. Remove one of them.", keyPosition);
    }
}
