using System.Management.Automation;
using Marianne.Instruments;
using Marianne.Options;
using Marianne.Placeholders;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Commands;

/// <summary>Determines whether a score is valid, or gets its problems.</summary>
[Cmdlet(
    VerbsDiagnostic.Test,
    "MarianneScore",
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Test-MarianneScore.md")]
[OutputType(typeof(bool))]
[OutputType(typeof(ScoreProblem))]
public sealed class TestMarianneScoreCommand : ScoreCmdlet
{
    /// <summary>
    /// Indicates that the cmdlet returns an object for each problem instead of True or False. A valid score produces no
    /// output.
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override void Handle(ScoreReadResult result)
    {
        IReadOnlyList<ScoreProblem> problems = result.Score is { } valid
            ? [.. RunInstruments.ProblemsOf(valid, ScoreReaders.OwnInstruments).Select(result.Locate)]
            : result.Problems;
        if (!Detailed)
            WriteObject(result.IsValid && problems.Count == 0);

        foreach (ScoreProblem problem in problems)
        {
            if (Detailed)
                WriteObject(problem);
            else
                WriteVerbose($"{problem.Place} {problem}".TrimStart());
        }

        if (result.Score is { } score)
        {
            IEnumerable<OptionProblem> advice =
                PlaceholderAdvice.Of(score).Concat(SecretAdvice.Of(score, Environment.GetEnvironmentVariable, ScoreReaders.OwnInstruments));
            foreach (ScoreProblem warning in advice.Select(result.Locate))
                WriteWarning($"{warning.Place} {warning}".TrimStart());
        }

        if (result.Failure is { Error: MarianneError.ScoreNotFound } missing)
            throw missing;
    }
}
