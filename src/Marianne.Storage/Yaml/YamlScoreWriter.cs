using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Options;
using Marianne.Scores;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Marianne.Storage.Yaml;

/// <summary>Writes scores as YAML that a user can edit: one key a line, quotes only where they are needed.</summary>
public sealed partial class YamlScoreWriter : IScoreWriter
{
    private static readonly EmitterSettings Settings =
        new EmitterSettings().WithBestWidth(int.MaxValue).WithIndentedSequences().WithNewLine("\n");

    /// <inheritdoc/>
    public string Write(SourceMap score)
    {
        ArgumentNullException.ThrowIfNull(score);

        return $"# yaml-language-server: $schema={ScoreSchema.Address}\n# {ScoreComments.Introduction}\n\n"
            + TextOf(score)
            + ScoreComments.OfRemainingSections(score, TextOf);
    }

    private static string TextOf(SourceMap map)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        EmitMap(emitter, map);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void EmitMap(Emitter emitter, SourceMap map)
    {
        emitter.Emit(new MappingStart());
        foreach ((string key, object? value) in map)
        {
            string name = ReplaceLoneSurrogates(key);
            EmitScalar(emitter, name, KeyStyleOf(name));
            EmitValue(emitter, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void EmitValue(Emitter emitter, object? value)
    {
        switch (value)
        {
            case SourceMap map:
                EmitMap(emitter, map);
                break;
            case SourceList list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (object? item in list)
                    EmitValue(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case string given:
                string text = ReplaceLoneSurrogates(given);
                EmitScalar(emitter, text, StyleOf(text));
                break;
            default:
                EmitScalar(emitter, PlainTextOf(value), ScalarStyle.Plain);
                break;
        }
    }

    private static void EmitScalar(Emitter emitter, string text, ScalarStyle style) => emitter.Emit(
        new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    private static string PlainTextOf(object? value) => value switch
    {
        null => "null",
        bool isTrue => isTrue ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>
    /// The style of a value. With <see cref="ScalarStyle.Any"/> the emitter quotes what YAML cannot have plain.
    /// </summary>
    private static ScalarStyle StyleOf(string text)
    {
        if (NeedsEscapes().IsMatch(text))
            return ScalarStyle.DoubleQuoted;

        // On one line, the emitter would escape what is beyond the Basic Multilingual Plane, such as emojis.
        bool isForBlock = text.Contains('\n', StringComparison.Ordinal) || text.Any(char.IsSurrogate);
        return isForBlock && Block().IsMatch(text) ? ScalarStyle.Literal : LineStyleOf(text);
    }

    private static ScalarStyle KeyStyleOf(string key) =>
        PlainKey().IsMatch(key) ? ScalarStyle.Plain
        : NeedsEscapes().IsMatch(key) ? ScalarStyle.DoubleQuoted
        : LineStyleOf(key);

    private static ScalarStyle LineStyleOf(string text) =>
        text.AsSpan().ContainsAny('\n', '\t') ? ScalarStyle.DoubleQuoted
        : Ambiguous().IsMatch(text) ? ScalarStyle.SingleQuoted
        : ScalarStyle.Any;

    /// <summary>Replaces halves of surrogate pairs by U+FFFD: no file can have them, and the emitter refuses them.</summary>
    private static string ReplaceLoneSurrogates(string text)
    {
        if (!text.Any(char.IsSurrogate))
            return text;

        var whole = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]*|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainKey();

    /// <summary>Characters that a file cannot have as they are, or that an editor does not show.</summary>
    [GeneratedRegex(@"[\p{Cc}\u2028\u2029\uFEFF\uFFFE\uFFFF-[\t\n]]", RegexOptions.CultureInvariant)]
    private static partial Regex NeedsEscapes();

    /// <summary>Texts that neither begin nor end with white space, but for one line break at the end.</summary>
    [GeneratedRegex(@"^\S(.*\S)?\n?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>Texts that are a number, a date or a word of its own for YAML 1.2 or, in other readers, for YAML 1.1.</summary>
    [GeneratedRegex(
        @"^[-+.]?[0-9]|^[-+]?\.(inf|nan)\z|^(true|false|null|yes|no|on|off|y|n|~|<<|=)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
