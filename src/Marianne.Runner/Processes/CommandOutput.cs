using System.Text;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Processes;

/// <summary>Passes the output of a command on as it arrives, and keeps the last part of it.</summary>
/// <param name="limit">The number of characters to keep.</param>
/// <param name="onOutput">Receives the output.</param>
/// <param name="stale">Is notified of output.</param>
internal sealed class CommandOutput(int limit, Action<string>? onOutput, StaleDetector stale)
{
    private const int PieceSize = 16 * 1024;

    private readonly object _lock = new();
    private readonly StringBuilder _last = new();
    private long _length;
    private bool _isClosed;

    /// <summary>Reads a stream to its end. After <see cref="Close"/>, its output is discarded.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="encoding">The encoding of the stream.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
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

    /// <summary>Stops keeping output. Returns the last part and the length of the whole output.</summary>
    public (string Last, long Length) Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return (TextTruncation.Last(_last.ToString(), limit), _length);
        }
    }

    /// <summary>Adds a text. An empty text only shows that the command is active.</summary>
    /// <param name="text">The text.</param>
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
            if (_last.Length > 2L * limit + PieceSize) // Not after each piece, because the rest is moved.
                _last.Remove(0, _last.Length - limit);
            onOutput?.Invoke(piece.ToString());
        }
    }
}
