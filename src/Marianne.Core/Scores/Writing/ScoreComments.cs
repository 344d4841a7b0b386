using System.Text;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The comments of a score file that is written for a user to edit.</summary>
public static class ScoreComments
{
    /// <summary>The line at the beginning of a file.</summary>
    public const string Introduction = "A score: the definition of a job. Get-Help about_Marianne_Scores explains it.";

    private static readonly string[] RemainingTitle =
    [
        "More sections, with their default values.",
        "Get-Help about_Marianne_Policies explains each key.",
    ];

    /// <summary>
    /// Returns the sections that a score does not have as comments, with the defaults of their keys; empty if it has all.
    /// </summary>
    /// <param name="score">The keys and values of the score.</param>
    /// <param name="textOf">Returns the text of the sections.</param>
    /// <param name="indent">The white space before each comment.</param>
    public static string OfRemainingSections(SourceMap score, Func<SourceMap, string> textOf, string indent = "")
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(textOf);

        var sections = new SourceMap();
        foreach ((string key, object? value) in ScoreTree.OfDefaults().Where(section => score.Find(section.Key) is null))
            sections.TryAdd(key, value);
        if (sections.Count == 0)
            return "";

        var comments = new StringBuilder("\n");
        foreach (string line in RemainingTitle.Concat(textOf(sections).TrimEnd('\n').Split('\n')))
            comments.Append(indent).Append("# ").Append(line).Append('\n');
        return comments.ToString();
    }
}
