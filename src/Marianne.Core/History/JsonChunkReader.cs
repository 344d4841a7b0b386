using System.Text.Json;

namespace Marianne.History;

/// <summary>Reads JSON tokens from a stream in chunks, so that the text is never completely in memory.</summary>
/// <param name="stream">The stream to read from.</param>
/// <param name="cancellationToken">A token to cancel the operation.</param>
internal sealed class JsonChunkReader(Stream stream, CancellationToken cancellationToken)
{
    private const int InitialSize = 1 << 16;
    private const int MaximumSize = 1 << 28;
    private const int MaximumDepth = 2 * HistoryValue.MaximumDepth;

    private byte[] _buffer = new byte[InitialSize];
    private int _length;
    private long _offset;
    private bool _isLast;

    /// <summary>Indicates whether there is nothing left to read.</summary>
    public bool IsEmpty => _isLast && _length == 0;

    /// <summary>Returns a reader at the beginning of the stream.</summary>
    public Utf8JsonReader Open()
    {
        Fill();
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (_buffer.AsSpan(0, _length).StartsWith(byteOrderMark))
            Drop(byteOrderMark.Length);
        return new Utf8JsonReader(
            _buffer.AsSpan(0, _length), _isLast, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaximumDepth }));
    }

    /// <summary>Returns the offset in the stream at which the current token begins.</summary>
    public long OffsetOf(in Utf8JsonReader reader) => _offset + reader.TokenStartIndex;

    /// <summary>Reads the next token. Returns <c>false</c> after the last one.</summary>
    public bool Read(ref Utf8JsonReader reader)
    {
        while (!reader.Read())
        {
            if (_isLast)
                return false;
            Refill(ref reader);
        }

        return true;
    }

    /// <summary>Buffers the complete value that begins at the current token.</summary>
    public void BufferValue(ref Utf8JsonReader reader)
    {
        while (true)
        {
            Utf8JsonReader ahead = reader;
            if (ahead.TrySkip())
                return;

            Refill(ref reader);
        }
    }

    /// <summary>Skips the value that begins at the current token, to its last token.</summary>
    public void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;

        int depth = reader.CurrentDepth;
        while (Read(ref reader) && reader.CurrentDepth > depth)
        {
            // Continue to the end of the value.
        }
    }

    private void Refill(ref Utf8JsonReader reader)
    {
        JsonReaderState state = reader.CurrentState;
        Drop((int)reader.BytesConsumed);
        if (_length > MaximumSize / 2)
            throw new JsonException($"A single value is larger than {MaximumSize >> 21} MB.");
        if (_length > _buffer.Length / 2)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        Fill();
        reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isLast, state);
    }

    private void Drop(int count)
    {
        _length -= count;
        _offset += count;
        Buffer.BlockCopy(_buffer, count, _buffer, 0, _length);
    }

    private void Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        int wanted = _buffer.Length - _length;
        int read = stream.ReadAtLeast(_buffer.AsSpan(_length), wanted, throwOnEndOfStream: false);
        _length += read;
        _isLast = read < wanted;
    }
}
