using System.Text;

namespace Marianne.Executors;

/// <summary>Makes lines of an output that comes in pieces.</summary>
/// <param name="onLine">Gets each line without its end; nothing for a line that is too long to be one.</param>
internal sealed class OutputLineReader(Action<string?> onLine)
{
    private const int Longest = 4096;

    private readonly StringBuilder _line = new();
    private bool _isTooLong;

    /// <summary>Takes the next piece of the output.</summary>
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

    /// <summary>Takes what came after the last end of a line for a line.</summary>
    public void Complete()
    {
        if (_line.Length > 0 || _isTooLong)
            EndLine();
    }

    private void Append(ReadOnlySpan<char> text)
    {
        _isTooLong |= _line.Length + text.Length > Longest;
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
