using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Options;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>Writes scores as PowerShell data files (.psd1).</summary>
public sealed partial class DataFileScoreWriter : IScoreWriter
{
    private const string Step = "    ";

    /// <inheritdoc/>
    public string Write(SourceMap score)
    {
        ArgumentNullException.ThrowIfNull(score);

        string remaining = ScoreComments.OfRemainingSections(score, sections => EntriesOf(sections, 0), Step);
        return $"# {ScoreComments.Introduction}\n@{{\n{EntriesOf(score, 1)}{remaining}}}\n";
    }

    private static string EntriesOf(SourceMap map, int depth)
    {
        var text = new StringBuilder();
        WriteEntries(text, map, depth);
        return text.ToString();
    }

    private static void WriteEntries(StringBuilder text, SourceMap map, int depth)
    {
        foreach ((string key, object? value) in map)
        {
            Indent(text, depth).Append(BareKey().IsMatch(key) ? key : PowerShellLiteral.Of(key)).Append(" = ");
            WriteValue(text, value, depth);
        }
    }

    private static void WriteValue(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case SourceMap { Count: > 0 } map:
                text.Append("@{\n");
                WriteEntries(text, map, depth + 1);
                Indent(text, depth).Append("}\n");
                break;
            case SourceList { Count: > 0 } list:
                text.Append("@(\n");
                foreach (object? item in list)
                    WriteValue(Indent(text, depth + 1), item, depth + 1);
                Indent(text, depth).Append(")\n");
                break;
            default:
                text.Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Insert(text.Length, Step, depth);

    private static string Scalar(object? value) => value switch
    {
        null => "$null",
        bool isTrue => isTrue ? "$true" : "$false",
        string text => PowerShellLiteral.Of(text),
        SourceMap => "@{}",
        SourceList => "@()",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]*|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex BareKey();
}
