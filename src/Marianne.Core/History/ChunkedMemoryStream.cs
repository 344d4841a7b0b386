namespace Marianne.History;

/// <summary>
/// Bytes in memory, in pieces: an export may be larger than any array. It is written first, then read from the beginning.
/// </summary>
internal sealed class ChunkedMemoryStream : Stream
{
    /// <summary>How large a piece is that is written here.</summary>
    public const int PieceSize = 1 << 16;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private byte[] _open = [];
    private int _filled;
    private int _piece;
    private int _offset;
    private long _length;

    /// <summary>Makes one that holds nothing yet.</summary>
    public ChunkedMemoryStream()
    {
    }

    /// <summary>Makes one that holds some pieces already.</summary>
    public ChunkedMemoryStream(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        _pieces.AddRange(pieces);
        _length = _pieces.Sum(piece => (long)piece.Length);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What it holds. Nothing may be written from then on.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            Close(_filled);
            return _pieces;
        }
    }

    /// <summary>What a stream holds from where it is.</summary>
    public static async ValueTask<ChunkedMemoryStream> GatherAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content is ChunkedMemoryStream pieces)
            return pieces;

        var gathered = new ChunkedMemoryStream();
        await content.CopyToAsync(gathered, PieceSize, cancellationToken).ConfigureAwait(false);
        return gathered;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        while (!buffer.IsEmpty)
        {
            if (_filled == _open.Length)
            {
                Close(_filled);
                _open = new byte[PieceSize];
            }

            int count = Math.Min(buffer.Length, _open.Length - _filled);
            buffer[..count].CopyTo(_open.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> pieces = Pieces;
        while (_piece < pieces.Count && _offset == pieces[_piece].Length)
        {
            _piece++;
            _offset = 0;
        }

        if (_piece == pieces.Count)
            return 0;

        int count = Math.Min(buffer.Length, pieces[_piece].Length - _offset);
        pieces[_piece].Span.Slice(_offset, count).CopyTo(buffer);
        _offset += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // What is written is there.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Close(int filled)
    {
        if (filled > 0)
            _pieces.Add(_open.AsMemory(0, filled));
        _open = [];
        _filled = 0;
    }
}
