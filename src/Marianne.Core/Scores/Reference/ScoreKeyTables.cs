using System.Globalization;
using System.Text;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// The tables of all keys, in Markdown: what each means, what it must be, and what it is when it is not written.
/// </summary>
public static class ScoreKeyTables
{
    private const string Heading = "\n## Keys\n";

    /// <summary>The tables, one a section, each under a heading of its own.</summary>
    /// <param name="descriptions">What the keys mean.</param>
    public static string Write(ScoreDescriptions descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);

        var text = new StringBuilder();
        foreach ((string title, OptionSection section) in Sections(Score.Section, ""))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n{descriptions.Of(section)}\n\n");
            text.Append("| Key | Default | Must be | Meaning |\n| --- | --- | --- | --- |\n");
            foreach (OptionKey key in section.Keys)
            {
                string meaning = Cell(descriptions.Of(section, key));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {key.Name} | {DefaultOf(key)} | {Cell(key.Requirement)} | {meaning} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A page with the tables as they are now, under its heading <c>## Keys</c>.</summary>
    /// <param name="page">The page, in Markdown.</param>
    /// <param name="descriptions">What the keys mean.</param>
    public static string Replace(string page, ScoreDescriptions descriptions)
    {
        ArgumentNullException.ThrowIfNull(page);

        int start = page.IndexOf(Heading, StringComparison.Ordinal);
        int end = start < 0 ? -1 : page.IndexOf("\n## ", start + Heading.Length, StringComparison.Ordinal);
        if (end < 0)
            throw new InvalidDataException("The page has no heading '## Keys' with another one after it.");
        return $"{page.AsSpan(0, start)}{Heading}\n{Write(descriptions)}{page.AsSpan(end + 1)}";
    }

    private static IEnumerable<(string Title, OptionSection Section)> Sections(OptionSection section, string path)
    {
        yield return (path.Length == 0 ? "The score" : path, section);
        foreach (OptionKey key in section.Keys.Where(key => key.Section is not null))
        {
            string where = key.Kind switch
            {
                OptionValueKind.Sections => $"{key.Name}, each item",
                OptionValueKind.SectionsBySheet => $"{key.Name}, each number",
                _ => key.Name,
            };
            foreach ((string, OptionSection) inner in Sections(key.Section!, path.Length == 0 ? where : $"{path}.{where}"))
                yield return inner;
        }
    }

    private static string DefaultOf(OptionKey key) => key switch
    {
        { IsRequired: true } => "required",
        { Kind: OptionValueKind.Texts, Default: IReadOnlyList<string> { Count: > 0 } texts } =>
            string.Join(", ", texts.Select(text => $"`{Cell(text)}`")),
        { Kind: OptionValueKind.Section } => "its defaults",
        { Section: not null } or { Default: null or System.Collections.ICollection } => "none",
        _ => OptionValue.Show(key.Default),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
