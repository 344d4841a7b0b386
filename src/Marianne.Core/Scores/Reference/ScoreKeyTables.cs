using System.Globalization;
using System.Text;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Writes Markdown tables of the keys of scores: their defaults, allowed values and descriptions.</summary>
public static class ScoreKeyTables
{
    private const string Heading = "\n## Keys\n";

    /// <summary>Returns the tables, one for each section, each below its own heading.</summary>
    /// <param name="descriptions">The descriptions of the keys.</param>
    public static string Write(ScoreDescriptions descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);

        var text = new StringBuilder();
        foreach ((string title, OptionSection section) in Sections(Score.Section, ""))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n{descriptions.Of(section)}\n\n");
            text.Append("| Key | Default | Value | Description |\n| --- | --- | --- | --- |\n");
            foreach (OptionKey key in section.Keys)
            {
                string description = Cell(descriptions.Of(section, key));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {key.Name} | {DefaultOf(key)} | {Cell(key.Requirement)} | {description} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Returns a page in which the tables below the heading <c>## Keys</c> are replaced.</summary>
    /// <param name="page">The page, in Markdown. Another heading of level 2 must follow.</param>
    /// <param name="descriptions">The descriptions of the keys.</param>
    /// <exception cref="InvalidDataException">The page does not have these headings.</exception>
    public static string Replace(string page, ScoreDescriptions descriptions)
    {
        ArgumentNullException.ThrowIfNull(page);

        int start = page.IndexOf(Heading, StringComparison.Ordinal);
        int end = start < 0 ? -1 : page.IndexOf("\n## ", start + Heading.Length, StringComparison.Ordinal);
        if (end < 0)
            throw new InvalidDataException("The page has no heading '## Keys' that is followed by another heading of level 2.");
        return $"{page.AsSpan(0, start)}{Heading}\n{Write(descriptions)}{page.AsSpan(end + 1)}";
    }

    private static IEnumerable<(string Title, OptionSection Section)> Sections(OptionSection section, string path)
    {
        yield return (path.Length == 0 ? "The score" : path, section);
        foreach (OptionKey key in section.Keys.Where(key => key.Section is not null))
        {
            string name = key.Kind switch
            {
                OptionValueKind.SectionList => $"{key.Name}, each item",
                OptionValueKind.SectionsBySheet => $"{key.Name}, each number",
                _ => key.Name,
            };
            foreach ((string, OptionSection) inner in Sections(key.Section!, path.Length == 0 ? name : $"{path}.{name}"))
                yield return inner;
        }
    }

    private static string DefaultOf(OptionKey key) => key switch
    {
        { IsRequired: true } => "required",
        { Kind: OptionValueKind.TextList, Default: IReadOnlyList<string> { Count: > 0 } texts } =>
            string.Join(", ", texts.Select(text => $"`{Cell(text)}`")),
        { Kind: OptionValueKind.Section } => "see below",
        { Section: not null } or { Default: null or System.Collections.ICollection } => "none",
        _ => OptionValue.Show(key.Default),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
