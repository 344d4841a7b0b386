using System.Text;
using System.Text.Json;
using Marianne.Options;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>Reads scores in JSON. Comments and trailing commas are allowed, because users write these files by hand.</summary>
public sealed class JsonScoreReader : IScoreReader
{
    /// <inheritdoc/>
    public SourceMap Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
            throw ScoreErrors.Empty();

        var tokens = new Tokens(Encoding.UTF8.GetBytes(text));
        try
        {
            tokens.Next();
            object? root = tokens.ReadValue();
            tokens.End();
            return root as SourceMap ?? throw ScoreErrors.NotAMap(root, new SourcePosition(1, 1));
        }
        catch (JsonException error)
        {
            throw tokens.Invalid(error);
        }
    }

    /// <summary>Reads the tokens of a text with their lines and columns.</summary>
    private ref struct Tokens(byte[] text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private readonly ScoreLimits _limits = new();
        private Utf8JsonReader _reader = new(text, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = ScoreLimits.MaximumDepth + 2, // Beyond our own limit, which has the better message.
        });

        // Positions are counted from the previous one, so that a long line is scanned only once.
        private int _offset;
        private int _line = 1;
        private int _column = 1;

        public void Next()
        {
            if (!_reader.Read())
                throw new ScoreSyntaxException("Unexpected end of the text.", PositionAt(_text.Length));
        }

        public void End()
        {
            while (_reader.Read())
            {
                // Only comments may follow, and the reader skips them; it throws on anything else.
            }
        }

        public object? ReadValue()
        {
            SourcePosition position = PositionAt((int)_reader.TokenStartIndex);
            _limits.Count(position);
            return _reader.TokenType switch
            {
                JsonTokenType.StartObject => ReadMap(position),
                JsonTokenType.StartArray => ReadList(position),
                JsonTokenType.String => ReadText(position),
                JsonTokenType.Number => _reader.TryGetInt64(out long whole) ? (object)whole : _reader.GetDouble(),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => null,
            };
        }

        public ScoreSyntaxException Invalid(JsonException error)
        {
            int start = 0;
            for (long line = error.LineNumber ?? 0; line > 0 && _text[start..].IndexOf((byte)'\n') is >= 0 and var end; line--)
                start += end + 1;

            (_offset, _line, _column) = (start, (int)(error.LineNumber ?? 0) + 1, 1);
            int offset = (int)Math.Min(_text.Length, start + (error.BytePositionInLine ?? 0));
            return new ScoreSyntaxException($"Invalid JSON: {JsonErrorText.Of(error)}.", PositionAt(offset));
        }

        private SourceMap ReadMap(SourcePosition position)
        {
            _limits.Enter(position);
            var map = new SourceMap(position);
            for (Next(); _reader.TokenType != JsonTokenType.EndObject; Next())
            {
                SourcePosition keyPosition = PositionAt((int)_reader.TokenStartIndex);
                string key = ReadText(keyPosition);
                Next();
                SourcePosition valuePosition = PositionAt((int)_reader.TokenStartIndex);
                ScoreLimits.Add(map, key, ReadValue(), keyPosition, valuePosition);
            }

            _limits.Leave();
            return map;
        }

        private SourceList ReadList(SourcePosition position)
        {
            _limits.Enter(position);
            var list = new SourceList();
            for (Next(); _reader.TokenType != JsonTokenType.EndArray; Next())
            {
                SourcePosition itemPosition = PositionAt((int)_reader.TokenStartIndex);
                list.Add(ReadValue(), itemPosition);
            }

            _limits.Leave();
            return list;
        }

        private readonly string ReadText(SourcePosition position)
        {
            try
            {
                return _reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw new ScoreSyntaxException(
                    "The string contains an unpaired surrogate (\\ud800 to \\udfff). Write both halves of the pair.", position);
            }
        }

        private SourcePosition PositionAt(int offset)
        {
            ReadOnlySpan<byte> skipped = _text[_offset..offset];
            while (skipped.IndexOf((byte)'\n') is >= 0 and var end)
            {
                _line++;
                _column = 1;
                skipped = skipped[(end + 1)..];
            }

            _column += Encoding.UTF8.GetCharCount(skipped);
            _offset = offset;
            return new SourcePosition(_line, _column);
        }
    }
}
