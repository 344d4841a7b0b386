using System.Numerics;
using System.Runtime.InteropServices;

namespace Marianne.Secrets;

/// <summary>Finds many patterns in a text at once, and the parts of them at its ends.</summary>
internal sealed class PatternSet
{
    /// <summary>The length of the shortest pattern. The index is over as many characters.</summary>
    public const int ShortestPattern = 4;

    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int BitsPerWord = 64;

    private readonly string[] _patterns; // The longest first.
    private readonly Dictionary<ulong, string[]> _byBeginning;
    private readonly ulong[] _beginnings;
    private readonly ulong[] _grams;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="patterns">The patterns. Those that are too short are ignored.</param>
    public PatternSet(IEnumerable<string> patterns)
    {
        _patterns = [.. patterns.Where(pattern => pattern.Length >= ShortestPattern).Distinct(StringComparer.Ordinal)
            .OrderByDescending(pattern => pattern.Length)];
        _byBeginning = _patterns.GroupBy(pattern => GramOf(pattern))
            .ToDictionary(group => group.Key, group => group.ToArray());
        _beginnings = FilterOf(_byBeginning.Keys);
        _grams = FilterOf(_patterns.SelectMany(pattern =>
            Enumerable.Range(0, pattern.Length - ShortestPattern + 1).Select(start => GramOf(pattern.AsSpan(start)))));
    }

    /// <summary>Indicates whether there are no patterns.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>The length of the longest pattern.</summary>
    public int LongestPattern => IsEmpty ? 0 : _patterns[0].Length;

    /// <summary>Finds the next place at which a pattern begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The index at which the search begins.</param>
    /// <returns>The index and the length of the longest pattern there, or the length 0 if there is none.</returns>
    public (int Index, int Length) Find(ReadOnlySpan<char> text, int from)
    {
        for (int index = from; index <= text.Length - ShortestPattern; index++)
        {
            ulong gram = GramOf(text[index..]);
            if (!Contains(_beginnings, gram) || !_byBeginning.TryGetValue(gram, out string[]? candidates))
                continue;

            foreach (string pattern in candidates)
            {
                if (text[index..].StartsWith(pattern, StringComparison.Ordinal))
                    return (index, pattern.Length);
            }
        }

        return (text.Length, 0);
    }

    /// <summary>
    /// Returns the number of characters at the beginning of a text that are the end of a pattern or, if the text is short, a
    /// part of one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="least">The smallest number that counts, at least 1.</param>
    public int EndAtBeginning(ReadOnlySpan<char> text, int least)
    {
        if (text.Length < least || (least >= ShortestPattern && !Contains(_grams, GramOf(text))))
            return 0;

        int longest = 0;
        foreach (string pattern in _patterns)
        {
            // The first place in the pattern from which the text follows it is the longest end.
            ReadOnlySpan<char> rest = pattern;
            while (rest.Length > longest && rest.IndexOf(text[..least]) is >= 0 and var start)
            {
                rest = rest[start..];
                int length = text.CommonPrefixLength(rest);
                if (length == text.Length || (length == rest.Length && length < pattern.Length))
                {
                    longest = Math.Max(longest, length);
                    break;
                }

                rest = rest[1..];
            }
        }

        return longest;
    }

    /// <summary>
    /// Returns the number of characters at the end of a text that are the beginning of a pattern or, if the text is short, a
    /// part of one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="least">The smallest number that counts, at least 1.</param>
    public int BeginningAtEnd(ReadOnlySpan<char> text, int least)
    {
        if (text.Length < least || (least >= ShortestPattern && !Contains(_grams, GramOf(text[^ShortestPattern..]))))
            return 0;

        int longest = 0;
        foreach (string pattern in _patterns)
        {
            ReadOnlySpan<char> rest = pattern;
            while (rest.Length > longest && rest.LastIndexOf(text[^least..]) is >= 0 and var start)
            {
                rest = rest[..(start + least)];
                if (rest.EndsWith(text) || (text.EndsWith(rest) && rest.Length < pattern.Length))
                {
                    longest = Math.Max(longest, Math.Min(rest.Length, text.Length));
                    break;
                }

                rest = rest[..^1];
            }
        }

        return longest;
    }

    /// <summary>Packs the first characters of a text into a number.</summary>
    private static ulong GramOf(ReadOnlySpan<char> text) =>
        MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text[..ShortestPattern]));

    /// <summary>Returns a set of bits in which few others than the keys are contained.</summary>
    private static ulong[] FilterOf(IEnumerable<ulong> keys)
    {
        ulong[] all = [.. keys.Distinct()];
        ulong[] filter = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(all.Length / 4, 1))];
        foreach (ulong key in all)
        {
            (int word, ulong bit) = PlaceOf(filter, key);
            filter[word] |= bit;
        }

        return filter;
    }

    private static bool Contains(ulong[] filter, ulong key)
    {
        (int word, ulong bit) = PlaceOf(filter, key);
        return (filter[word] & bit) != 0;
    }

    private static (int Word, ulong Bit) PlaceOf(ulong[] filter, ulong key)
    {
        ulong hash = key * Multiplier;
        return ((int)((hash >> 32) & (ulong)(filter.Length - 1)), 1UL << (int)(hash >> (BitsPerWord - 6)));
    }
}
