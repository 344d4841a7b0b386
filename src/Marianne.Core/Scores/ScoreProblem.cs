using Marianne.Options;

namespace Marianne.Scores;

/// <summary>A problem of a score.</summary>
/// <param name="Path">The path of the key, such as <c>retry.max_retries</c>; empty for the whole score.</param>
/// <param name="Message">The value, what it must be, and how to correct it.</param>
public sealed record ScoreProblem(string Path, string Message)
{
    /// <summary>What was probably meant, such as the nearest known key; <c>null</c> if nothing is close.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The full path of the score file; <c>null</c> if the score is not from a file.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1; <c>null</c> if the score is not from a file.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1; <c>null</c> if the score is not from a file.</summary>
    public int? Column { get; init; }

    /// <summary>The file, line and column, as far as they are known: <c>/work/nightly.yaml:3:5</c>.</summary>
    public string Place => string.Join(':', new object?[] { File, Line, Column }.Where(part => part is not null));

    /// <summary>Creates a problem of a score from one of its options.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="file">The full path of the score file; <c>null</c> if the score is not from a file.</param>
    /// <param name="position">The position in the file; <c>null</c> if it is not known.</param>
    internal static ScoreProblem Of(OptionProblem problem, string? file, SourcePosition? position) =>
        new(problem.Path, problem.Message)
        {
            Suggestion = problem.Suggestion,
            File = file,
            Line = position?.Line,
            Column = position?.Column,
        };

    /// <summary>Creates a problem of a file.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="file">The full path of the file.</param>
    /// <param name="root">The keys and values of the file.</param>
    internal static ScoreProblem At(OptionProblem problem, string file, SourceMap root) =>
        Of(problem, file, ScoreLocations.Find(root, problem));

    /// <summary>Returns the path and the message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
