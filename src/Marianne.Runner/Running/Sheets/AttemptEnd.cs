using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Running;

/// <summary>How an attempt ended, and what it means.</summary>
internal sealed record AttemptEnd
{
    /// <summary>How it ended.</summary>
    public required CommandResult Result { get; init; }

    /// <summary>The result of each validation; empty when there are none or it did not come so far.</summary>
    public IReadOnlyList<ValidationDetail> Validations { get; init; } = [];

    /// <summary>Why it failed; nothing when it did not.</summary>
    public ErrorCode? Error { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>When a limit that it ran into ends, if it said so.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>What the sheet has used, this attempt included.</summary>
    public required SheetMeasures Measures { get; init; }

    /// <summary>What the cost of it means.</summary>
    public required CostCheckResult Cost { get; init; }

    /// <summary>The attempt for the history.</summary>
    public required Execution Execution { get; init; }

    /// <summary>How many of its validations passed.</summary>
    public int Passed => Validations.Count(validation => validation.Passed);

    /// <summary>What it is to be completed with, in words.</summary>
    public IReadOnlyList<string> FailedValidations => Missing(Validations);

    /// <summary>What the next attempt is told of the results of validations.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<ValidationDetail> validations) =>
    [
        .. validations.Where(validation => !validation.Passed)
            .Select(validation => $"{validation.Description ?? validation.RuleType}: {validation.ErrorMessage ?? validation.FailureReason}"),
    ];

    /// <summary>What was measured, for the sheet.</summary>
    public SheetResult ToResult(string? outcome = null) => new()
    {
        Duration = Result.Duration,
        ExitCode = Result.ExitCode,
        ExitSignal = Result.Signal,
        ExitReason = Result.TimedOut || Result.WasStale ? "timeout"
            : Result.Signal is not null ? "killed"
            : Result.ExitCode == 0 ? "completed" : "error",
        ValidationPassed = Validations.Count == 0 ? null : Passed == Validations.Count,
        ValidationDetails = Validations.Count == 0 ? null : Validations,
        OutcomeCategory = outcome,
    };
}
