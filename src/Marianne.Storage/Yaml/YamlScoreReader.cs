using Marianne.Options;
using Marianne.Scores;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Marianne.Storage.Yaml;

/// <summary>
/// Reads scores in YAML 1.2 from the events of the parser. Nothing is deserialized: that gives positions and limits, and no
/// text can create an object of another type.
/// </summary>
public sealed class YamlScoreReader : IScoreReader
{
    /// <inheritdoc/>
    public SourceMap Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return new Document(new Parser(new StringReader(text))).ReadRoot();
        }
        catch (YamlException error)
        {
            string hint = error.Message.Contains("flow", StringComparison.Ordinal)
                ? " Put strings with braces or brackets in quotes."
                : "";
            throw new ScoreSyntaxException($"Invalid YAML: {error.Message.TrimEnd('.')}.{hint}", PositionOf(error.Start));
        }
    }

    private static SourcePosition? PositionOf(Mark mark) =>
        mark.Line < 1 ? null : new SourcePosition((int)mark.Line, (int)mark.Column);

    /// <summary>Reads the one document of a text.</summary>
    private sealed class Document(Parser parser)
    {
        private readonly ScoreLimits _limits = new();

        // The values of anchors; null while the value is still being read, when an alias of it would never end.
        private readonly Dictionary<string, Anchored?> _anchors = new(StringComparer.Ordinal);

        public SourceMap ReadRoot()
        {
            Next<StreamStart>();
            if (Next() is not DocumentStart)
                throw ScoreErrors.Empty();

            ParsingEvent start = Next();
            (object? root, _) = ReadValue(start);
            Next<DocumentEnd>();
            if (Next() is DocumentStart second)
                throw new ScoreSyntaxException(
                    "A second document begins here, but a file has one score. Remove the line '---'.", PositionOf(second.Start));

            return root switch
            {
                SourceMap map => map,
                null => throw ScoreErrors.Empty(),
                _ => throw ScoreErrors.NotAMap(root, PositionOf(start.Start)),
            };
        }

        private ParsingEvent Next()
        {
            Mark last = parser.Current?.End ?? Mark.Empty;
            try
            {
                return parser.MoveNext()
                    ? parser.Current!
                    : throw new ScoreSyntaxException("Unexpected end of the text.", PositionOf(last));
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException or OverflowException)
            {
                // For some invalid texts, the scanner throws these instead of a YamlException.
                throw new ScoreSyntaxException(
                    "Invalid YAML: unexpected token. Put strings in quotes.", PositionOf(last));
            }
        }

        private void Next<T>()
            where T : ParsingEvent
        {
            ParsingEvent next = Next();
            if (next is not T)
                throw new ScoreSyntaxException(
                    $"Invalid YAML: unexpected {next.GetType().Name}.", PositionOf(next.Start));
        }

        /// <summary>Returns the value that begins with an event, and its own depth: 0 for a scalar.</summary>
        private (object? Value, int Depth) ReadValue(ParsingEvent start)
        {
            SourcePosition? position = PositionOf(start.Start);
            if (start is AnchorAlias alias)
                return ReadAlias(alias, position);

            if (start is not NodeEvent node)
                throw new ScoreSyntaxException("Invalid YAML: a value is missing.", position);
            if (!node.Tag.IsEmpty)
            {
                throw new ScoreSyntaxException(
                    $"Tags such as {node.Tag} are not supported. Remove the tag; put strings in quotes.",
                    position);
            }

            (int valuesBefore, int charactersBefore) = (_limits.Values, _limits.Characters);
            _limits.Count(position);
            if (node is Scalar { Value.Length: var length })
                _limits.CountCharacters(position, length);
            string? anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
            if (anchor is not null)
                _anchors[anchor] = null;

            (object? value, int depth) = node switch
            {
                MappingStart => ReadMap(position),
                SequenceStart => ReadList(position),
                var scalar => (YamlScalar.Read((Scalar)scalar), 0),
            };
            if (anchor is not null)
                _anchors[anchor] = new Anchored(
                    value, depth, _limits.Values - valuesBefore, _limits.Characters - charactersBefore);
            return (value, depth);
        }

        private (object? Value, int Depth) ReadAlias(AnchorAlias alias, SourcePosition? position)
        {
            string name = alias.Value.Value;
            if (!_anchors.TryGetValue(name, out Anchored? anchored))
                throw new ScoreSyntaxException($"The alias *{name} is not defined: there is no &{name} before it.", position);
            if (anchored is null)
                throw new ScoreSyntaxException(
                    $"The alias *{name} refers to a value that contains it. Remove it.", position);

            _limits.Count(position, anchored.Values);
            _limits.CountCharacters(position, anchored.Characters);
            _limits.CheckDepth(position, anchored.Depth);
            return (anchored.Value, anchored.Depth);
        }

        private (SourceMap Map, int Depth) ReadMap(SourcePosition? position)
        {
            _limits.Enter(position);
            var map = new SourceMap(position);
            int deepest = 0;
            for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
            {
                SourcePosition? keyPosition = PositionOf(next.Start);
                if (next is not Scalar { Tag.IsEmpty: true, Anchor.IsEmpty: true } key)
                {
                    throw new ScoreSyntaxException(
                        "A key must be a string or a number, without a tag, an anchor or an alias.", keyPosition);
                }

                _limits.CountCharacters(keyPosition, key.Value.Length);
                ParsingEvent start = Next();
                (object? value, int depth) = ReadValue(start);
                ScoreLimits.Add(map, key.Value, value, keyPosition, PositionOf(start.Start));
                deepest = Math.Max(deepest, depth);
            }

            _limits.Leave();
            return (map, deepest + 1);
        }

        private (SourceList List, int Depth) ReadList(SourcePosition? position)
        {
            _limits.Enter(position);
            var list = new SourceList();
            int deepest = 0;
            for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
            {
                (object? item, int depth) = ReadValue(next);
                list.Add(item, PositionOf(next.Start));
                deepest = Math.Max(deepest, depth);
            }

            _limits.Leave();
            return (list, deepest + 1);
        }
    }

    /// <summary>The value of an anchor, its own depth, and the numbers of values and characters in it.</summary>
    private sealed record Anchored(object? Value, int Depth, int Values, int Characters);
}
