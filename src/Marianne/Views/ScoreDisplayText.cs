using System.Management.Automation;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Formats scores for the views. All methods accept live and deserialized objects.</summary>
public static class ScoreDisplayText
{
    private static readonly string[] Kinds = ["Command", "Prompt", "Script"];

    /// <summary>Formats the work of a sheet in one line, such as <c>command: make all</c>.</summary>
    /// <param name="sheet">A sheet of a score.</param>
    public static string Work(object sheet)
    {
        var wrapper = PSObject.AsPSObject(sheet);
        string? kind = Array.Find(Kinds, name => wrapper.Properties[name]?.Value is not null);
        if (kind is null)
            return "";

        string[] lines = wrapper.Properties[kind].Value.ToString()!.Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return TerminalText.Name($"{kind.ToLowerInvariant()}: {lines.FirstOrDefault()}{(lines.Length > 1 ? " ..." : "")}");
    }

    /// <summary>
    /// Formats the options of a score as compact JSON, without its sheets and the keys that have their default values.
    /// </summary>
    /// <param name="score">A score. The options of a deserialized one are not known.</param>
    public static string Options(object score) =>
        PSObject.AsPSObject(score).BaseObject is Score live
            ? TerminalText.Name(ScoreJson.Of(live with { Name = "", Description = null, Workspace = null, Instrument = null, Sheets = [] })
                .Replace("""{"name":"","sheets":[],""", "{", StringComparison.Ordinal)
                .Replace("""{"name":"","sheets":[]}""", "", StringComparison.Ordinal))
            : "";
}
