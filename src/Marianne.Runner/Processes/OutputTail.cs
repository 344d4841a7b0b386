using System.Text;
using Marianne.Text;

namespace Marianne.Processes;

/// <summary>Keeps the last part of a text that is added in pieces of any length.</summary>
/// <param name="limit">The number of characters to keep.</param>
internal sealed class OutputTail(int limit)
{
    /// <summary>The characters before the last part that show whether it begins inside a text element, such as an emoji.</summary>
    private const int Context = 64;

    private readonly StringBuilder _last = new();

    /// <summary>The length of the whole text in characters.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">The piece.</param>
    public void Add(ReadOnlySpan<char> piece)
    {
        Length += piece.Length;
        _last.Append(piece[Math.Max(0, piece.Length - limit - Context)..]);
        if (_last.Length > (3L * limit) + Context) // Not after each piece, because the rest is moved.
            _last.Remove(0, _last.Length - limit - Context);
    }

    /// <summary>Returns the last part of the text.</summary>
    public override string ToString() => TextTruncation.Last(_last.ToString(), limit);
}
