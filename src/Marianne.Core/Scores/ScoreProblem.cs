using Marianne.Options;

namespace Marianne.Scores;

/// <summary>One thing that is wrong with a score.</summary>
/// <param name="Path">Where: sections and key, such as <c>retry.max_retries</c>; empty for the whole.</param>
/// <param name="Message">The value, what it must be, and what to do.</param>
public sealed record ScoreProblem(string Path, string Message)
{
    /// <summary>What may have been meant, such as the nearest key that there is.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The file, a full path; nothing when the score is of none.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1; nothing when the score is of no file, or its format knows no lines.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The file, line and column, as far as they are known: <c>/work/nightly.yaml:3:5</c>.</summary>
    public string Place => string.Join(':', new object?[] { File, Line, Column }.Where(part => part is not null));

    /// <summary>Creates a problem of a score from one of its options.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="file">The score file, a full path; <c>null</c> if the score is not from a file.</param>
    /// <param name="position">The position in the file; <c>null</c> if it is not known.</param>
    internal static ScoreProblem Of(OptionProblem problem, string? file, SourcePosition? position) => new(problem.Path, problem.Message)
    {
        Suggestion = problem.Suggestion,
        File = file,
        Line = position?.Line,
        Column = position?.Column,
    };

    /// <summary>The path and the message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
