using System.Text.Json;

namespace Marianne.History;

/// <summary>Reads JSON from a stream in pieces, token by token, so that the text is never in memory as a whole.</summary>
/// <param name="stream">What is read.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class JsonChunkReader(Stream stream, CancellationToken cancellationToken)
{
    private const int FirstSize = 1 << 16;
    private const int LargestPiece = 1 << 28;
    private const int DeepestNesting = 2 * HistoryValue.MaximumDepth;

    private byte[] _buffer = new byte[FirstSize];
    private int _length;
    private long _before;
    private bool _isLast;

    /// <summary>Whether nothing is left to read.</summary>
    public bool IsEmpty => _isLast && _length == 0;

    /// <summary>The reader at the beginning.</summary>
    public Utf8JsonReader Open()
    {
        Fill();
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (_buffer.AsSpan(0, _length).StartsWith(mark))
            Drop(mark.Length);
        return new Utf8JsonReader(
            _buffer.AsSpan(0, _length), _isLast, new JsonReaderState(new JsonReaderOptions { MaxDepth = DeepestNesting }));
    }

    /// <summary>Which byte of the stream the token begins at.</summary>
    public long PlaceOf(in Utf8JsonReader reader) => _before + reader.TokenStartIndex;

    /// <summary>Goes to the next token; false after the last.</summary>
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

    /// <summary>Makes sure that what begins at the token is at hand to its end.</summary>
    public void Gather(ref Utf8JsonReader reader)
    {
        while (true)
        {
            Utf8JsonReader ahead = reader;
            if (ahead.TrySkip())
                return;

            Refill(ref reader);
        }
    }

    /// <summary>Passes over what begins at the token, to its last token.</summary>
    public void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;

        int depth = reader.CurrentDepth;
        while (Read(ref reader) && reader.CurrentDepth > depth)
        {
            // On to the end of it.
        }
    }

    private void Refill(ref Utf8JsonReader reader)
    {
        JsonReaderState state = reader.CurrentState;
        Drop((int)reader.BytesConsumed);
        if (_length > LargestPiece / 2)
            throw new JsonException($"A single value is larger than {LargestPiece >> 21} MB.");
        if (_length > _buffer.Length / 2)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        Fill();
        reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isLast, state);
    }

    private void Drop(int count)
    {
        _length -= count;
        _before += count;
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
