using System.Text;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Processes;

/// <summary>What a command writes: passed on as it comes, and the last of it kept.</summary>
/// <param name="limit">How many characters are kept.</param>
/// <param name="onOutput">Gets what comes.</param>
/// <param name="stale">Is told that something came.</param>
internal sealed class CommandOutput(int limit, Action<string>? onOutput, StaleDetector stale)
{
    private const int PieceSize = 16 * 1024;

    private readonly object _lock = new();
    private readonly StringBuilder _last = new();
    private long _length;
    private bool _isClosed;

    /// <summary>Reads a stream to its end. Once it is closed, what comes is read and forgotten.</summary>
    public async Task ReadAsync(Stream stream, Encoding encoding, CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            Decoder decoder = encoding.GetDecoder();
            byte[] bytes = new byte[PieceSize];
            char[] characters = new char[encoding.GetMaxCharCount(PieceSize)];
            int read;
            do
            {
                read = await stream.ReadAsync(bytes, cancellationToken).ConfigureAwait(false);
                Add(characters.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, read), characters, flush: read == 0)));
            }
            while (read > 0);
        }
    }

    /// <summary>Takes nothing any more; the last that came, and how much came.</summary>
    public (string Last, long Length) Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return (TextTruncation.Last(_last.ToString(), limit), _length);
        }
    }

    /// <summary>Takes a text. An empty one is only a sign of life.</summary>
    public void Write(string text)
    {
        stale.SawOutput();
        Add(text);
    }

    private void Add(ReadOnlySpan<char> piece)
    {
        if (piece.IsEmpty)
            return;

        stale.SawOutput();
        lock (_lock)
        {
            if (_isClosed)
                return;

            _length += piece.Length;
            _last.Append(piece);
            if (_last.Length > 2L * limit + PieceSize) // Not at each piece: what stays is moved.
                _last.Remove(0, _last.Length - limit);
            onOutput?.Invoke(piece.ToString());
        }
    }
}
