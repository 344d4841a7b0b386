using System.Globalization;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>An attempt of a sheet that an executor is to make.</summary>
public sealed record SheetAttempt
{
    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>The score.</summary>
    public required Score Score { get; init; }

    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The sheet's number.</summary>
    public required int Number { get; init; }

    /// <summary>The number of the attempt, starting at 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The mode of the attempt: <c>normal</c>, <c>retry</c> or <c>completion</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The prompt for the instrument, or <c>null</c> if the sheet has none.</summary>
    public string? Prompt { get; init; }

    /// <summary>The instrument that runs the prompt, or <c>null</c> if the sheet has no prompt.</summary>
    public InstrumentProfile? Instrument { get; init; }

    /// <summary>The id of the agent's session, or <c>null</c> if the agent chooses it.</summary>
    public string? Session { get; init; }

    /// <summary>Indicates whether the session is continued.</summary>
    public bool IsResumed { get; init; }

    /// <summary>What is left of the sheet's budget in US dollars, or <c>null</c> if it has none.</summary>
    public decimal? Budget { get; init; }

    /// <summary>
    /// The validations that failed in the last attempt, and that this attempt is to complete; <c>null</c> if there are none.
    /// </summary>
    public FailedValidations? FailedValidations { get; init; }

    /// <summary>The run that makes the attempt, or <c>null</c> if a later run need not recognize its commands.</summary>
    public RunMark? Mark { get; init; }

    /// <summary>The token of the slot of a limit across jobs in which the attempt runs; <c>null</c> if it has none.</summary>
    public string? LimitSlot { get; init; }

    /// <summary>The outputs of the sheets that a script depends on.</summary>
    public IReadOnlyList<SheetInput> Inputs { get; init; } = [];

    /// <summary>The approval of the sheet, or <c>null</c> if it needs none.</summary>
    public SheetApproval? Approval { get; init; }

    /// <summary>What is to be changed according to the user who denied the last result; <c>null</c> if there is none.</summary>
    public string? Denial { get; init; }

    /// <summary>The sheet.</summary>
    public ScoreSheet Sheet => Score.SheetOf(Number);

    /// <summary>The environment variables of the attempt, in addition to those of this process.</summary>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            Dictionary<string, string?> variables = new(StringComparer.Ordinal);
            foreach ((string name, string value) in (Instrument?.Options.Environment ?? NoVariables).Concat(Score.EnvironmentOf(Number)))
                variables[name] = value;

            variables["MARIANNE_JOB_ID"] = JobId;
            variables["MARIANNE_SHEET"] = Number.ToString(CultureInfo.InvariantCulture);
            variables["MARIANNE_ATTEMPT"] = Attempt.ToString(CultureInfo.InvariantCulture);
            variables["MARIANNE_MODE"] = Mode;
            variables["MARIANNE_WORKSPACE"] = Score.WorkspacePath;
            if (Mark is not null)
                variables[RunMark.Variable] = Mark.AddTo(System.Environment.GetEnvironmentVariable(RunMark.Variable));
            if (LimitSlot is not null)
                variables[SlotExaminer.Variable] = LimitSlot;
            variables["MARIANNE_DENIAL"] = Denial;
            variables["MARIANNE_APPROVED_BY"] = Approval?.AnsweredBy;
            variables[Executors.FailedValidations.Variable] = FailedValidations?.Text ?? "";
            variables[Executors.FailedValidations.FileVariable] = FailedValidations?.FilePath;
            return variables;
        }
    }
}
