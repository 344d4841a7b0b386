using System.Text;
using System.Text.Json;
using Marianne.Options;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>Reads JSON. Comments and trailing commas are taken: people write these files by hand.</summary>
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
            return root as SourceMap ?? throw ScoreErrors.NoMap(root, new SourcePosition(1, 1));
        }
        catch (JsonException error)
        {
            throw tokens.Broken(error);
        }
    }

    /// <summary>The tokens of a text, each with its line and column.</summary>
    private ref struct Tokens(byte[] text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private readonly ScoreLimits _limits = new();
        private Utf8JsonReader _reader = new(text, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = ScoreLimits.MaximumDepth + 2, // Our own limit comes first.
        });

        // They only ever go on, so a file of one line takes no longer than another.
        private int _offset;
        private int _line = 1;
        private int _column = 1;

        public void Next()
        {
            if (!_reader.Read())
                throw new ScoreSyntaxException("The text ends too early.", MarkAt(_text.Length));
        }

        public void End()
        {
            while (_reader.Read())
            {
                // Only comments may follow, and of those it says nothing.
            }
        }

        public object? ReadValue()
        {
            SourcePosition mark = MarkAt((int)_reader.TokenStartIndex);
            _limits.Count(mark);
            return _reader.TokenType switch
            {
                JsonTokenType.StartObject => ReadMap(mark),
                JsonTokenType.StartArray => ReadList(mark),
                JsonTokenType.String => ReadText(mark),
                JsonTokenType.Number => _reader.TryGetInt64(out long whole) ? (object)whole : _reader.GetDouble(),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => null,
            };
        }

        public ScoreSyntaxException Broken(JsonException error)
        {
            int start = 0;
            for (long line = error.LineNumber ?? 0; line > 0 && _text[start..].IndexOf((byte)'\n') is >= 0 and var end; line--)
                start += end + 1;

            (_offset, _line, _column) = (start, (int)(error.LineNumber ?? 0) + 1, 1);
            int offset = (int)Math.Min(_text.Length, start + (error.BytePositionInLine ?? 0));
            return new ScoreSyntaxException($"It is no JSON: {JsonErrorText.Of(error)}.", MarkAt(offset));
        }

        private SourceMap ReadMap(SourcePosition mark)
        {
            _limits.Enter(mark);
            var map = new SourceMap(mark);
            for (Next(); _reader.TokenType != JsonTokenType.EndObject; Next())
            {
                SourcePosition keyMark = MarkAt((int)_reader.TokenStartIndex);
                string key = ReadText(keyMark);
                Next();
                SourcePosition valueMark = MarkAt((int)_reader.TokenStartIndex);
                ScoreLimits.Add(map, key, ReadValue(), keyMark, valueMark);
            }

            _limits.Leave();
            return map;
        }

        private SourceList ReadList(SourcePosition mark)
        {
            _limits.Enter(mark);
            var list = new SourceList();
            for (Next(); _reader.TokenType != JsonTokenType.EndArray; Next())
            {
                SourcePosition itemMark = MarkAt((int)_reader.TokenStartIndex);
                list.Add(ReadValue(), itemMark);
            }

            _limits.Leave();
            return list;
        }

        private readonly string ReadText(SourcePosition mark)
        {
            try
            {
                return _reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw new ScoreSyntaxException(
                    "The text has half of a surrogate pair (\\ud800 to \\udfff). Write both halves.", mark);
            }
        }

        private SourcePosition MarkAt(int offset)
        {
            ReadOnlySpan<byte> passed = _text[_offset..offset];
            while (passed.IndexOf((byte)'\n') is >= 0 and var end)
            {
                _line++;
                _column = 1;
                passed = passed[(end + 1)..];
            }

            _column += Encoding.UTF8.GetCharCount(passed);
            _offset = offset;
            return new SourcePosition(_line, _column);
        }
    }
}
