using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Scores as a person says them, for the views. Each takes live objects and those of another session.</summary>
public static class ScoreDisplayText
{
    private static readonly string[] Works = ["Command", "Prompt", "Script"];

    /// <summary>What a sheet does, in one line: <c>command: make all</c>.</summary>
    /// <param name="sheet">A sheet of a score.</param>
    public static string Work(object sheet)
    {
        var seen = PSObject.AsPSObject(sheet);
        string? kind = Array.Find(Works, name => seen.Properties[name]?.Value is not null);
        if (kind is null)
            return "";

        string[] lines = seen.Properties[kind].Value.ToString()!.Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return $"{kind.ToLowerInvariant()}: {lines.FirstOrDefault()}{(lines.Length > 1 ? " ..." : "")}";
    }

    /// <summary>What a score asks of its run, as compact JSON: its keys that are not defaults, its sheets apart.</summary>
    /// <param name="score">A score; one of another session has only its values, and nothing is said of them.</param>
    public static string Options(object score) =>
        PSObject.AsPSObject(score).BaseObject is Score live
            ? ScoreJson.Of(live with { Name = "", Description = null, Workspace = null, Instrument = null, Sheets = [] })
                .Replace("""{"name":"","sheets":[],""", "{", StringComparison.Ordinal)
                .Replace("""{"name":"","sheets":[]}""", "", StringComparison.Ordinal)
            : "";
}
