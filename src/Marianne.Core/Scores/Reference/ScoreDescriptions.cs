using System.Text.RegularExpressions;
using System.Xml.Linq;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The descriptions of the keys of scores: the XML documentation of the properties that hold their values.</summary>
public sealed partial class ScoreDescriptions
{
    private readonly Dictionary<string, string> _summaries;

    private ScoreDescriptions(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>Loads the XML documentation of this assembly, which the build creates.</summary>
    /// <param name="file">The path of Marianne.Core.xml.</param>
    public static ScoreDescriptions Load(string file) => new(
        XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => TextOf(member.Element("summary")!)));

    /// <summary>Returns the description of a section.</summary>
    /// <param name="section">The section.</param>
    public string Of(OptionSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Find($"T:{section.OptionsType.FullName}");
    }

    /// <summary>Returns the description of a key.</summary>
    /// <param name="section">The key's section.</param>
    /// <param name="key">The key.</param>
    public string Of(OptionSection section, OptionKey key)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(key);
        return Find($"P:{section.OptionsType.FullName}.{key.PropertyName}");
    }

    private string Find(string member) => _summaries.TryGetValue(member, out string? text)
        ? text
        : throw new InvalidDataException($"{member} has no summary, which the schema and the key tables need.");

    private static string TextOf(XElement summary) => Space().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => element.Attribute("cref")?.Value.Split('.')[^1] ?? string.Concat(element.Nodes().Select(TextOf)),
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}
