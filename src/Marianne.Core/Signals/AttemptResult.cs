using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>The result of one attempt of a sheet.</summary>
/// <remarks>
/// The executor sets how the attempt ended. Then the validations are added, <see cref="ErrorClassifier"/> sets the error,
/// and the runner adds the message and the measures.
/// </remarks>
public sealed record AttemptResult
{
    /// <summary>The command, prompt or script that was run.</summary>
    public string Input { get; init; } = "";

    /// <summary>The exit code of the process, or <c>null</c> if it has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the process, or <c>null</c> if none did.</summary>
    public int? Signal { get; init; }

    /// <summary>Indicates whether the attempt was ended because it ran longer than its timeout.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Indicates whether the attempt was ended because it stopped writing output.</summary>
    public bool WasStale { get; init; }

    /// <summary>Indicates whether the attempt was ended because the run is stopped.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The last part of the output.</summary>
    public string Output { get; init; } = "";

    /// <summary>Indicates whether the attempt wrote more output than was kept.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The time that the attempt took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The time at which the attempt ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>The result of each validation. It is empty if nothing was validated.</summary>
    public IReadOnlyList<ValidationDetail> Validations { get; init; } = [];

    /// <summary>The reason why the attempt failed, or <c>null</c> if it succeeded or is not classified yet.</summary>
    public ErrorCode? Error { get; init; }

    /// <summary>The error message, or <c>null</c> if there is no error.</summary>
    public string? Message { get; init; }

    /// <summary>The patterns for rate limits whose search took too long, so that they were not applied.</summary>
    public IReadOnlyList<string> TimedOutPatterns { get; init; } = [];

    /// <summary>The time at which a rate limit ends, if the output names it.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>The cost of the attempt in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>The measures of the sheet, including this attempt.</summary>
    public SheetMeasures Measures { get; init; } = SheetMeasures.None;

    /// <summary>The number of validations that passed.</summary>
    public int PassedCount => Validations.Count(validation => validation.Passed);

    /// <summary>Indicates whether the process succeeded and every validation passed.</summary>
    public bool Succeeded =>
        Error is null && ExitCode == 0 && Signal is null && !TimedOut && !WasStale && !WasStopped
        && PassedCount == Validations.Count;

    /// <summary>Creates the result of an attempt that could not be started.</summary>
    /// <param name="input">The command, prompt or script that was to run.</param>
    /// <param name="error">The reason why it could not be started.</param>
    /// <param name="details">What is wrong, and what to do.</param>
    public static AttemptResult NotStarted(string input, ErrorCode error, string details)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new AttemptResult { Input = input, Error = error, Message = $"{error} {details}" };
    }

    /// <summary>Creates the result of an attempt whose file is missing.</summary>
    /// <param name="input">The command, prompt or script that was to run.</param>
    /// <param name="path">The full path of the file.</param>
    public static AttemptResult FileNotFound(string input, string path) =>
        NotStarted(input, ErrorCodes.PathNotFound, $"The file '{path}' does not exist.");

    /// <summary>Creates the result of an attempt whose workspace is missing.</summary>
    /// <param name="input">The command, prompt or script that was to run.</param>
    /// <param name="path">The full path of the workspace.</param>
    public static AttemptResult WorkspaceNotFound(string input, string path) =>
        NotStarted(input, ErrorCodes.WorkingDirectory, $"The workspace '{path}' does not exist.");

    /// <summary>Creates the result of an attempt whose script cannot be parsed.</summary>
    /// <param name="input">The script that was to run.</param>
    /// <param name="details">What is wrong, and what to do.</param>
    public static AttemptResult ScriptUnreadable(string input, string details) =>
        NotStarted(input, ErrorCodes.ScoreUnreadable, details);

    /// <summary>Returns the part of the result that is saved with the sheet.</summary>
    /// <param name="outcomeCategory">
    /// One of <see cref="OutcomeCategories"/>, or <c>null</c> to keep the sheet's category.
    /// </param>
    public SheetResult ToSheetResult(string? outcomeCategory = null) => new()
    {
        Duration = Duration,
        ExitCode = ExitCode,
        ExitSignal = Signal,
        ExitReason = TimedOut || WasStale ? ExitReasons.Timeout
            : Signal is not null ? ExitReasons.Killed
            : ExitCode == 0 ? ExitReasons.Completed : ExitReasons.Error,
        ValidationPassed = Validations.Count == 0 ? null : PassedCount == Validations.Count,
        ValidationDetails = Validations.Count == 0 ? null : Validations,
        OutcomeCategory = outcomeCategory,
    };
}
