using Marianne.Options;
using Marianne.Scores;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Marianne.Storage.Yaml;

/// <summary>
/// Reads YAML 1.2, from the events of the parser: nothing is deserialized, so places and limits are ours, and no text can
/// ask for an object of any type.
/// </summary>
public sealed class YamlScoreReader : IScoreReader
{
    /// <inheritdoc/>
    public SourceMap Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return new JsonReadResult(new Parser(new StringReader(text))).ReadRoot();
        }
        catch (YamlException error)
        {
            string hint = error.Message.Contains("flow", StringComparison.Ordinal)
                ? " A text with braces or brackets stands in quotes."
                : "";
            throw new ScoreSyntaxException($"It is no YAML: {error.Message.TrimEnd('.')}.{hint}", MarkOf(error.Start));
        }
    }

    private static SourcePosition? MarkOf(Mark mark) => mark.Line < 1 ? null : new SourcePosition((int)mark.Line, (int)mark.Column);

    /// <summary>One reading of one text.</summary>
    private sealed class JsonReadResult(Parser parser)
    {
        private readonly ScoreLimits _limits = new();

        // What an anchor stands for; nothing while it is still being read, when an alias of it would be endless.
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
                    "A second document begins here. A file has one score: remove the line '---'.", MarkOf(second.Start));

            return root switch
            {
                SourceMap map => map,
                null => throw ScoreErrors.Empty(),
                _ => throw ScoreErrors.NoMap(root, MarkOf(start.Start)),
            };
        }

        private ParsingEvent Next()
        {
            Mark last = parser.Current?.End ?? Mark.Empty;
            try
            {
                return parser.MoveNext()
                    ? parser.Current!
                    : throw new ScoreSyntaxException("The text ends too early.", MarkOf(last));
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException or OverflowException)
            {
                // The scanner means to refuse some texts, and fails over others.
                throw new ScoreSyntaxException(
                    "It is no YAML: something stands here that has no meaning. Put texts in quotes.", MarkOf(last));
            }
        }

        private void Next<T>()
            where T : ParsingEvent
        {
            ParsingEvent next = Next();
            if (next is not T)
                throw new ScoreSyntaxException(
                    $"It is no YAML: there is a {next.GetType().Name} in a wrong place.", MarkOf(next.Start));
        }

        /// <summary>The value that begins with an event, and how deep it is in itself.</summary>
        private (object? Value, int Depth) ReadValue(ParsingEvent start)
        {
            SourcePosition? mark = MarkOf(start.Start);
            if (start is AnchorAlias alias)
                return ReadAlias(alias, mark);

            if (start is not NodeEvent node)
                throw new ScoreSyntaxException("It is no YAML: a value is missing here.", mark);
            if (!node.Tag.IsEmpty)
            {
                throw new ScoreSyntaxException(
                    $"The tag {node.Tag} names a type, and a score has none. Remove it; what is meant as text stands in quotes.",
                    mark);
            }

            int before = _limits.Values;
            _limits.Count(mark);
            string? anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
            if (anchor is not null)
                _anchors[anchor] = null;

            (object? value, int depth) = node switch
            {
                MappingStart => ReadMap(mark),
                SequenceStart => ReadList(mark),
                var scalar => (YamlScalar.Read((Scalar)scalar), 0),
            };
            if (anchor is not null)
                _anchors[anchor] = new Anchored(value, depth, _limits.Values - before);
            return (value, depth);
        }

        private (object? Value, int Depth) ReadAlias(AnchorAlias alias, SourcePosition? mark)
        {
            string name = alias.Value.Value;
            if (!_anchors.TryGetValue(name, out Anchored? anchored))
                throw new ScoreSyntaxException($"The alias *{name} stands for nothing: no &{name} comes before it.", mark);
            if (anchored is null)
                throw new ScoreSyntaxException(
                    $"The alias *{name} stands for what it is a part of, without end. Remove it.", mark);

            _limits.Count(mark, anchored.Values);
            _limits.CheckDepth(mark, anchored.Depth);
            return (anchored.Value, anchored.Depth);
        }

        private (SourceMap Map, int Depth) ReadMap(SourcePosition? mark)
        {
            _limits.Enter(mark);
            var map = new SourceMap(mark);
            int deepest = 0;
            for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
            {
                SourcePosition? keyMark = MarkOf(next.Start);
                if (next is not Scalar { Tag.IsEmpty: true, Anchor.IsEmpty: true } key)
                    throw new ScoreSyntaxException("A key is a plain text or a number, without tag, anchor or alias.", keyMark);

                ParsingEvent start = Next();
                (object? value, int depth) = ReadValue(start);
                ScoreLimits.Add(map, key.Value, value, keyMark, MarkOf(start.Start));
                deepest = Math.Max(deepest, depth);
            }

            _limits.Leave();
            return (map, deepest + 1);
        }

        private (SourceList List, int Depth) ReadList(SourcePosition? mark)
        {
            _limits.Enter(mark);
            var list = new SourceList();
            int deepest = 0;
            for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
            {
                (object? item, int depth) = ReadValue(next);
                list.Add(item, MarkOf(next.Start));
                deepest = Math.Max(deepest, depth);
            }

            _limits.Leave();
            return (list, deepest + 1);
        }
    }

    /// <summary>What an anchor stands for.</summary>
    private sealed record Anchored(object? Value, int Depth, int Values);
}
