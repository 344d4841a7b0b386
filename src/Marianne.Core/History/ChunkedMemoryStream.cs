namespace Marianne.History;

/// <summary>
/// A stream in memory that consists of chunks, because an export can be larger than an array. It is written first, then
/// read from the beginning.
/// </summary>
public sealed class ChunkedMemoryStream : Stream
{
    /// <summary>The size of a chunk, in bytes.</summary>
    public const int ChunkSize = 1 << 16;

    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private byte[] _open = [];
    private int _filled;
    private int _chunk;
    private int _offset;
    private long _length;

    /// <summary>Creates an empty stream.</summary>
    public ChunkedMemoryStream()
    {
    }

    /// <summary>Creates a stream with existing chunks.</summary>
    public ChunkedMemoryStream(IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        _chunks.AddRange(chunks);
        _length = _chunks.Sum(chunk => (long)chunk.Length);
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

    /// <summary>The content. After this property has been read, nothing can be written.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chunks
    {
        get
        {
            Close(_filled);
            return _chunks;
        }
    }

    /// <summary>Reads the rest of a stream into memory. A chunked stream is returned as it is.</summary>
    public static async ValueTask<ChunkedMemoryStream> ReadAllAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content is ChunkedMemoryStream chunked)
            return chunked;

        var copy = new ChunkedMemoryStream();
        await content.CopyToAsync(copy, ChunkSize, cancellationToken).ConfigureAwait(false);
        return copy;
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
                _open = new byte[ChunkSize];
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
        IReadOnlyList<ReadOnlyMemory<byte>> chunks = Chunks;
        while (_chunk < chunks.Count && _offset == chunks[_chunk].Length)
        {
            _chunk++;
            _offset = 0;
        }

        if (_chunk == chunks.Count)
            return 0;

        int count = Math.Min(buffer.Length, chunks[_chunk].Length - _offset);
        chunks[_chunk].Span.Slice(_offset, count).CopyTo(buffer);
        _offset += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // Written bytes are available immediately.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Close(int filled)
    {
        if (filled > 0)
            _chunks.Add(_open.AsMemory(0, filled));
        _open = [];
        _filled = 0;
    }
}
