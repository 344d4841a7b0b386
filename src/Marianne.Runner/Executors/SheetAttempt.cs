using System.Globalization;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>One attempt of a sheet, for whoever makes it.</summary>
public sealed record SheetAttempt
{
    /// <summary>The score.</summary>
    public required Score Score { get; init; }

    /// <summary>The id of the job.</summary>
    public required string JobId { get; init; }

    /// <summary>The number of the sheet.</summary>
    public required int Number { get; init; }

    /// <summary>Which attempt it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What it is for: <c>normal</c>, <c>retry</c> or <c>completion</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The prompt as it is given to the instrument; nothing when the sheet has none.</summary>
    public string? Prompt { get; init; }

    /// <summary>What failed the last time, when it is to be completed.</summary>
    public IReadOnlyList<string> FailedValidations { get; init; } = [];

    /// <summary>The sheet.</summary>
    public ScoreSheet Sheet => Score.Sheets[Number - 1];

    /// <summary>The variables of its environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            Dictionary<string, string?> variables = new(StringComparer.Ordinal);
            foreach ((string name, string value) in Sheet.Environment)
                variables[name] = value;

            variables["MARIANNE_JOB_ID"] = JobId;
            variables["MARIANNE_SHEET"] = Number.ToString(CultureInfo.InvariantCulture);
            variables["MARIANNE_ATTEMPT"] = Attempt.ToString(CultureInfo.InvariantCulture);
            variables["MARIANNE_MODE"] = Mode;
            variables["MARIANNE_FAILED_VALIDATIONS"] = string.Join('\n', FailedValidations);
            return variables;
        }
    }
}
