using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The result of reading a score: either the score or its problems.</summary>
public sealed class ScoreReadResult
{
    private readonly SourceMap? _root;

    private ScoreReadResult(Score? score, string? file, IReadOnlyList<ScoreProblem> problems, MarianneException? failure, SourceMap? root = null)
    {
        _root = root;
        Score = score;
        File = file;
        Problems = problems;
        Failure = failure;
    }

    /// <summary>The score; <c>null</c> if it has problems.</summary>
    public Score? Score { get; }

    /// <summary>The full path of the file; <c>null</c> if the score is not from a file.</summary>
    public string? File { get; }

    /// <summary>
    /// The problems in the order of their positions; empty if the score is valid. After the first 1,000, one more says how many
    /// were omitted.
    /// </summary>
    public IReadOnlyList<ScoreProblem> Problems { get; }

    /// <summary>The error with all problems; <c>null</c> if the score is valid.</summary>
    public MarianneException? Failure { get; }

    /// <summary>Indicates whether the score is valid.</summary>
    public bool IsValid => Failure is null;

    /// <summary>Returns the score, or throws if it has problems.</summary>
    /// <exception cref="MarianneException">ScoreNotFound, ScoreUnreadable or ScoreInvalid: the score has problems.</exception>
    public Score OrThrow() => Score ?? throw Failure!;

    /// <summary>Returns something that was found in a valid score, with its position.</summary>
    /// <param name="found">What was found.</param>
    public ScoreProblem Locate(OptionProblem found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return ScoreProblem.Of(found, File, _root is null ? null : ScoreLocations.Find(_root, found));
    }

    /// <summary>Validates the keys and values of a score.</summary>
    /// <param name="root">The keys and values.</param>
    /// <param name="folder">The full path of the folder that relative paths begin at.</param>
    /// <param name="file">The full path of the file; <c>null</c> if the score is not from a file.</param>
    public static ScoreReadResult Of(SourceMap root, string folder, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(root);

        // A JSON file may name its schema for editors.
        (Score score, IReadOnlyList<OptionProblem> found) = Score.Section.Read(root.Without(ScoreSchema.Keyword), path: "");
        ScoreProblem[] problems =
        [
            .. found.Select(problem => ScoreProblem.Of(problem, file, ScoreLocations.Find(root, problem)))
                .OrderBy(problem => problem.Line)
                .ThenBy(problem => problem.Column),
        ];
        return problems.Length == 0
            ? new(score.At(folder, file), file, problems, null, root)
            : new(null, file, ScoreErrors.Limit(problems), ScoreErrors.Invalid(file, problems));
    }

    /// <summary>Creates the result for a file that does not exist.</summary>
    internal static ScoreReadResult NotFound(string file)
    {
        MarianneException failure = ScoreErrors.NotFound(file);
        return new(null, file, [new ScoreProblem("", failure.Message) { File = file }], failure);
    }

    /// <summary>Creates the result for a text that is not valid in its format, or a file that cannot be read.</summary>
    /// <param name="error">The reader's error.</param>
    /// <param name="file">The full path of the file; <c>null</c> if the score is not from a file.</param>
    public static ScoreReadResult Unreadable(ScoreSyntaxException error, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        var problem = new ScoreProblem("", error.Message)
        {
            File = file,
            Line = error.Position?.Line,
            Column = error.Position?.Column,
        };
        return new(null, file, [problem], ScoreErrors.Unreadable(file, problem));
    }
}
