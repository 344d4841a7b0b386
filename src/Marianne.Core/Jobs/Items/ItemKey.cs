using System.Diagnostics.CodeAnalysis;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>The keys of items: short texts by which an item is found again, whatever its position.</summary>
public static class ItemKey
{
    /// <summary>The maximum length of a key in characters. The hash of a longer one is used.</summary>
    public const int MaximumLength = 200;

    private const int HashLength = 64;

    /// <summary>Returns the key for a text: the text itself, or its SHA-256 if it is too long, or if no store can keep it.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MaximumLength || text.Contains('\0') || JsonUnicode.IsHalvedText(text) ? HexHash.Of(text, HashLength) : text;
    }

    /// <summary>Determines whether a text can be a key.</summary>
    /// <param name="text">The text.</param>
    public static bool IsValid([NotNullWhen(true)] string? text) => !string.IsNullOrWhiteSpace(text);
}
