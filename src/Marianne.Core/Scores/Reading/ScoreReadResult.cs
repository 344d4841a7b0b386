using Marianne.Options;

namespace Marianne.Scores;

/// <summary>What came of reading a score: the score, or everything that is wrong with it.</summary>
public sealed class ScoreReadResult
{
    private ScoreReadResult(Score? score, string? file, IReadOnlyList<ScoreProblem> problems, MarianneException? failure)
    {
        Score = score;
        File = file;
        Problems = problems;
        Failure = failure;
    }

    /// <summary>The score; nothing when it has problems.</summary>
    public Score? Score { get; }

    /// <summary>The file, a full path; nothing when it is of none.</summary>
    public string? File { get; }

    /// <summary>Everything that is wrong; empty when it is good.</summary>
    public IReadOnlyList<ScoreProblem> Problems { get; }

    /// <summary>The error that tells all of it; nothing when it is good.</summary>
    public MarianneException? Failure { get; }

    /// <summary>Whether there is a score.</summary>
    public bool IsGood => Failure is null;

    /// <summary>The score.</summary>
    /// <exception cref="MarianneException">ScoreNotFound, ScoreUnreadable or ScoreInvalid: it has problems.</exception>
    public Score OrThrow() => Score ?? throw Failure!;

    /// <summary>Checks what was read.</summary>
    /// <param name="root">The keys and values.</param>
    /// <param name="folder">The folder that relative paths begin at, a full path.</param>
    /// <param name="file">The file, a full path; nothing when it is of none.</param>
    public static ScoreReadResult Of(SourceMap root, string folder, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(root);

        // Editors look there for the schema of a JSON file.
        (Score score, IReadOnlyList<OptionProblem> found) = Score.Section.Read(root.Without(ScoreSchema.Keyword), path: "");
        ScoreProblem[] problems =
        [
            .. found.Select(problem => ScoreProblem.Of(problem, file, ScoreLocations.Find(root, problem)))
                .OrderBy(problem => problem.Line)
                .ThenBy(problem => problem.Column),
        ];
        return problems.Length == 0
            ? new(score.At(folder, file), file, problems, null)
            : new(null, file, problems, ScoreErrors.Invalid(file, problems));
    }

    /// <summary>There is no such file.</summary>
    internal static ScoreReadResult NotFound(string file)
    {
        MarianneException failure = ScoreErrors.NotFound(file);
        return new(null, file, [new ScoreProblem("", failure.Message) { File = file }], failure);
    }

    /// <summary>What a text is made of cannot be read.</summary>
    public static ScoreReadResult Unreadable(ScoreSyntaxException error, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        var problem = new ScoreProblem("", error.Message) { File = file, Line = error.Mark?.Line, Column = error.Mark?.Column };
        return new(null, file, [problem], ScoreErrors.Unreadable(file, problem));
    }
}
