using System.Text;
using Marianne.Policies;
using Marianne.Signals;

namespace Marianne.Processes;

/// <summary>Passes the output of a command on as it arrives, and keeps the last part of it.</summary>
/// <param name="limit">The number of characters to keep.</param>
/// <param name="onOutput">Receives the output.</param>
/// <param name="stale">Is notified of output.</param>
internal sealed class CommandOutput(int limit, Action<string>? onOutput, StaleDetector stale)
{
    private const int PieceSize = 16 * 1024;

    private readonly object _lock = new();
    private readonly OutputTail _all = new(limit);
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

    /// <summary>Stops keeping output, and returns the result of the command with its output.</summary>
    /// <param name="result">The result of the command.</param>
    public CommandResult Close(CommandResult result)
    {
        lock (_lock)
        {
            _isClosed = true;
            return result with
            {
                Output = _all.ToString(),
                OutputLength = _all.Length,
            };
        }
    }

    /// <summary>
    /// Adds a text, which can be huge: it is passed on in pieces, so that it is never copied as a whole. An empty text only
    /// shows that the command is active.
    /// </summary>
    /// <param name="text">The text.</param>
    public void Write(string text)
    {
        stale.SawOutput();
        for (int start = 0; start < text.Length; start += PieceSize)
            Add(text.AsSpan(start, Math.Min(PieceSize, text.Length - start)));
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

            _all.Add(piece);
            onOutput?.Invoke(piece.ToString());
        }
    }
}
