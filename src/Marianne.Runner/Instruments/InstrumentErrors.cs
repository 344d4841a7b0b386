using Marianne.Options;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Instruments;

/// <summary>Creates the errors of instruments.</summary>
public static class InstrumentErrors
{
    /// <summary>The file of a profile cannot be read.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="reason">The cause, a sentence.</param>
    /// <param name="position">The position of the cause, or <c>null</c>.</param>
    public static MarianneException Unreadable(string file, string reason, SourcePosition? position = null)
    {
        string place = position is { } at ? FormattableString.Invariant($" at {at.Line}:{at.Column}") : "";
        return new(MarianneError.ScoreUnreadable, $"The instrument '{file}' cannot be read{place}: {reason}", file);
    }

    /// <summary>A profile has problems.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="problems">The problems with their positions.</param>
    public static MarianneException Invalid(string file, IReadOnlyList<ScoreProblem> problems) => new(
        MarianneError.ScoreInvalid,
        $"The instrument '{file}' has {CountText.Of(problems.Count, "problem")}. "
        + "Correct the following (line:column key: problem).\n"
        + string.Join('\n', problems.Select(problem => $"  {problem.Line}:{problem.Column} {problem}".ReplaceLineEndings(" "))),
        file);

    /// <summary>The instruments of a score cannot be used.</summary>
    /// <param name="score">The score.</param>
    /// <param name="problems">The problems.</param>
    public static MarianneException Unusable(Score score, IReadOnlyList<OptionProblem> problems) =>
        ScoreErrors.Invalid(score.File, [.. problems.Select(problem => ScoreProblem.Of(problem, score.File, position: null))]);

    /// <summary>There is no instrument with this name.</summary>
    /// <param name="name">The name.</param>
    public static MarianneException NotFound(string name) => new(
        MarianneError.InstrumentNotFound,
        $"{new InstrumentCatalog().Unknown(name)} Use Get-MarianneInstrument to list them.",
        name);

    /// <summary>The profile of an instrument cannot be used.</summary>
    /// <param name="name">The name of the instrument.</param>
    /// <param name="problem">The problem.</param>
    public static MarianneException Unusable(string name, OptionProblem problem) =>
        new(MarianneError.ScoreInvalid, $"The instrument '{name}' cannot be used: {problem}", name);

    /// <summary>A prompt does not fit into an argument of the instrument.</summary>
    /// <param name="bytes">The size of the prompt in bytes.</param>
    /// <param name="most">The most bytes that fit.</param>
    public static string PromptTooLong(long bytes, long most) => FormattableString.Invariant(
        $"The prompt has {bytes} bytes, and an argument can have {most}. Let the instrument read it from standard input or a file: ")
        + $"remove {Score.PromptPlaceholder} from the command, or set prompt_on to stdin or file.";
}
