using System.Globalization;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The errors of scores, made in one place.</summary>
public static class ScoreErrors
{
    private const int MostTold = 1_000;

    /// <summary>There is no such file.</summary>
    public static MarianneException NotFound(string file) => new(
        MarianneError.ScoreNotFound, $"There is no score '{file}'. Check the path.", file);

    /// <summary>The file, or what it is made of, cannot be read as a score.</summary>
    /// <param name="source">The file; nothing when it is of none.</param>
    /// <param name="problem">Why, and where.</param>
    public static MarianneException Unreadable(string? source, ScoreProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string place = problem.Line is null ? "" : $", at {PlaceIn(problem)}";
        return new(MarianneError.ScoreUnreadable, $"{Name(source)} cannot be read{place}: {problem.Message}", source);
    }

    /// <summary>The score has problems: all of them, one a line.</summary>
    /// <param name="source">The file; nothing when it is of none.</param>
    /// <param name="problems">What is wrong.</param>
    public static MarianneException Invalid(string? source, IReadOnlyList<ScoreProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        IEnumerable<string> lines = problems.Take(MostTold)
            .Select(problem => $"  {$"{PlaceIn(problem)} {problem}".Trim().ReplaceLineEndings(" ")}");
        if (problems.Count > MostTold)
            lines = lines.Append($"  And {problems.Count - MostTold} more: Test-MarianneScore -Detailed tells them all.");

        string count = problems.Count == 1
            ? "a problem"
            : string.Create(CultureInfo.InvariantCulture, $"{problems.Count} problems");
        return new(
            MarianneError.ScoreInvalid,
            $"{Name(source)} has {count}. Mend what is named here, as line:column path: reason.\n{string.Join('\n', lines)}",
            source);
    }

    /// <summary>The file is there already.</summary>
    public static MarianneException Exists(string file) => new(
        MarianneError.ScoreExists, $"The file '{file}' exists already. Choose another path, or replace it with -Force.", file);

    /// <summary>The file cannot be written.</summary>
    public static MarianneException Unwritable(string file, string why) => new(
        MarianneError.ScoreUnwritable, $"The score '{file}' cannot be written: {why.TrimEnd('.')}.", file);

    /// <summary>The name of a file says no format.</summary>
    public static MarianneException NoFormat(string file) => new(
        MarianneError.InvalidParameter,
        $"'{file}' does not say what to write: a score is a .yaml, .yml, .json or .psd1 file.",
        file);

    /// <summary>The text has nothing in it.</summary>
    public static ScoreSyntaxException Empty() => new(
        "It is empty. A score has a name and sheets at least: New-MarianneScore writes one to begin with.");

    /// <summary>The file has nothing in it, or is none.</summary>
    public static ScoreSyntaxException NoContent() => new(
        "It is empty, or a pipe or a device, which is not read. A score is a file with a name and sheets at least: "
        + "New-MarianneScore writes one to begin with.");

    /// <summary>The text is no map.</summary>
    public static ScoreSyntaxException NoMap(object? root, SourcePosition? mark) => new(
        $"It is {OptionValue.Show(root)}, and must be keys and values: a name and sheets at least.", mark);

    private static string Name(string? source) => source is null ? "The score" : $"The score '{source}'";

    private static string PlaceIn(ScoreProblem problem) => (problem with { File = null }).Place;
}
