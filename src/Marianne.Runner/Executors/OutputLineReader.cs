using System.Text;

namespace Marianne.Executors;

/// <summary>Splits output that arrives in pieces into lines.</summary>
/// <param name="onLine">Receives each line without its line break, or <c>null</c> for a line that is too long.</param>
/// <param name="longest">The number of characters of the longest line that is passed on.</param>
internal sealed class OutputLineReader(Action<string?> onLine, int longest = OutputLineReader.Longest)
{
    public const int Longest = 4096;

    private readonly StringBuilder _line = new();
    private bool _isTooLong;

    /// <summary>Adds the next piece of the output.</summary>
    /// <param name="piece">The piece.</param>
    public void Add(ReadOnlySpan<char> piece)
    {
        while (piece.IndexOf('\n') is >= 0 and var end)
        {
            Append(piece[..end]);
            EndLine();
            piece = piece[(end + 1)..];
        }

        Append(piece);
    }

    /// <summary>Ends the last line, which may have no line break.</summary>
    public void Complete()
    {
        if (_line.Length > 0 || _isTooLong)
            EndLine();
    }

    private void Append(ReadOnlySpan<char> text)
    {
        _isTooLong |= _line.Length + text.Length > longest;
        if (!_isTooLong)
            _line.Append(text);
    }

    private void EndLine()
    {
        onLine(_isTooLong ? null : _line.ToString().TrimEnd('\r'));
        _line.Clear();
        _isTooLong = false;
    }
}
