using System.Globalization;
using Marianne.Options;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>Creates the errors of scores.</summary>
public static class ScoreErrors
{
    private const int MaximumListed = 1_000;

    /// <summary>The score file does not exist.</summary>
    /// <param name="file">The path of the file.</param>
    public static MarianneException NotFound(string file) => new(
        MarianneError.ScoreNotFound, $"The score '{file}' does not exist. Check the path.", file);

    /// <summary>No file matches the wildcards.</summary>
    /// <param name="pattern">The path with wildcards.</param>
    public static MarianneException NoMatch(string pattern) => new(
        MarianneError.ScoreNotFound,
        $"No score matches '{pattern}'. Check the path. If the name itself contains wildcard characters, use -LiteralPath.",
        pattern);

    /// <summary>The score file cannot be read, or is not valid in its format.</summary>
    /// <param name="source">The path of the file; <c>null</c> if the score is not from a file.</param>
    /// <param name="problem">The cause and its position.</param>
    public static MarianneException Unreadable(string? source, ScoreProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string position = problem.Line is null ? "" : $" at {PositionOf(problem)}";
        return new(MarianneError.ScoreUnreadable, $"{Name(source)} cannot be read{position}: {problem.Message}", source);
    }

    /// <summary>The score has problems. The message lists them, one a line.</summary>
    /// <param name="source">The path of the file; <c>null</c> if the score is not from a file.</param>
    /// <param name="problems">The problems.</param>
    public static MarianneException Invalid(string? source, IReadOnlyList<ScoreProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        IEnumerable<string> lines = problems.Take(MaximumListed)
            .Select(problem => $"  {$"{PositionOf(problem)} {problem}".Trim().ReplaceLineEndings(" ")}");
        if (problems.Count > MaximumListed)
        {
            lines = lines.Append($"  {MoreProblems(problems.Count)}");
        }

        string count = CountText.Of(problems.Count, "problem");
        return new(
            MarianneError.ScoreInvalid,
            $"{Name(source)} has {count}. Correct the following (line:column key: problem).\n{string.Join('\n', lines)}",
            source);
    }

    /// <summary>Returns the first problems. If there are more, the last item says how many.</summary>
    /// <param name="problems">All problems.</param>
    internal static IReadOnlyList<ScoreProblem> Limit(IReadOnlyList<ScoreProblem> problems) => problems.Count <= MaximumListed
        ? problems
        : [.. problems.Take(MaximumListed), new ScoreProblem("", MoreProblems(problems.Count)) { File = problems[0].File }];

    /// <summary>The file to write exists already.</summary>
    /// <param name="file">The path of the file.</param>
    public static MarianneException Exists(string file) => new(
        MarianneError.ScoreExists, $"The file '{file}' already exists. Choose another path, or use -Force to replace it.", file);

    /// <summary>The file cannot be written.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="reason">The cause, a sentence.</param>
    public static MarianneException Unwritable(string file, string reason) => new(
        MarianneError.ScoreUnwritable, $"The score '{file}' cannot be written: {reason.TrimEnd('.')}.", file);

    /// <summary>The name of the file to write has no extension of a score.</summary>
    /// <param name="file">The path of the file.</param>
    public static MarianneException NoFormat(string file) => new(
        MarianneError.InvalidParameter,
        $"'{file}' does not have the extension of a score. Use .yaml, .yml, .json or .psd1.",
        file);

    /// <summary>The text is empty.</summary>
    public static ScoreSyntaxException Empty() => new(
        "The score is empty. It needs at least a name and sheets. Use New-MarianneScore to create one.")
    {
        HasNoKeys = true,
    };

    /// <summary>The stored order of the sheets does not fit to them.</summary>
    public static ScoreSyntaxException InvalidOrder() => new($"{ScoreSnapshot.OrderKey} does not have the numbers of all sheets.");

    /// <summary>The file is empty, or is not a regular file.</summary>
    public static ScoreSyntaxException NoContent() => new(
        "The file is empty, or is a pipe or a device. A score needs at least a name and sheets. Use New-MarianneScore to create "
        + "one.")
    {
        HasNoKeys = true,
    };

    /// <summary>The text is not a map.</summary>
    /// <param name="root">The value that the text is.</param>
    /// <param name="position">The position of the value; <c>null</c> if it is not known.</param>
    public static ScoreSyntaxException NotAMap(object? root, SourcePosition? position) => new(
        $"The score is {OptionValue.Show(root)} but must be a map with at least a name and sheets.", position)
    {
        HasNoKeys = true,
    };

    private static string MoreProblems(int count)
    {
        string more = CountText.Word(count - MaximumListed, "is 1 more problem", $"are {Number(count - MaximumListed)} more problems");
        return $"There {more}. Correct these first.";

        static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }

    private static string Name(string? source) => source is null ? "The score" : $"The score '{source}'";

    private static string PositionOf(ScoreProblem problem) => (problem with { File = null }).Place;
}
