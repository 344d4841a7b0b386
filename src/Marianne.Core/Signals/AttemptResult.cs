using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>The result of one attempt of a sheet.</summary>
/// <remarks>
/// The executor sets the result of the command. Then the validations are added, <see cref="ErrorClassifier"/> sets the error,
/// and the runner adds the message and the measures.
/// </remarks>
public sealed record AttemptResult
{
    /// <summary>The command, prompt or script that was run.</summary>
    public string Input { get; init; } = "";

    /// <summary>The result of the command or script. It has no exit code if the attempt could not be started.</summary>
    public CommandResult Command { get; init; } = new();

    /// <summary>The profile of the instrument that ran the prompt, or <c>null</c>.</summary>
    public InstrumentOptions? Instrument { get; init; }

    /// <summary>What the attempt says of itself, or <c>null</c> if it was not read.</summary>
    public AttemptReading? Reading { get; init; }

    /// <summary>The time at which the attempt ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>The result of each validation. It is empty if nothing was validated.</summary>
    public IReadOnlyList<ValidationDetail> Validations { get; init; } = [];

    /// <summary>What the block of an item wrote, as JSON; <c>null</c> if there is nothing, or if the sheet has no item.</summary>
    public string? Value { get; init; }

    /// <summary>Indicates whether the block of an item wrote more than a value can be.</summary>
    public bool IsValueTooLarge { get; init; }

    /// <summary>The outputs of the attempt, if it succeeded.</summary>
    public IReadOnlyList<SheetOutput> Outputs { get; init; } = [];

    /// <summary>The reason why the attempt failed, or <c>null</c> if it succeeded or is not classified yet.</summary>
    public ErrorCode? Error { get; init; }

    /// <summary>
    /// The cause of the failure in one line if the executor knows it, such as the error that ended a script. Otherwise it is
    /// taken from the output.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>The response of a service that the error of a script contains, or <c>null</c>.</summary>
    public HttpResponse? Response { get; init; }

    /// <summary>The body of <see cref="Response"/>.</summary>
    public string ResponseBody { get; init; } = "";

    /// <summary>The error message, or <c>null</c> if there is no error.</summary>
    public string? Message { get; init; }

    /// <summary>The patterns for rate limits whose search took too long, so that they were not applied.</summary>
    public IReadOnlyList<string> TimedOutPatterns { get; init; } = [];

    /// <summary>
    /// The words that were taken for a rate limit because they join a limit with a time, although they are not known as one;
    /// <c>null</c> if there are none. A warning is due.
    /// </summary>
    public string? UnknownLimit { get; init; }

    /// <summary>The time of the next attempt, if the output names it: the end of a rate limit or of an outage.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>The cost of the attempt in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>The measures of the sheet, including this attempt.</summary>
    public SheetMeasures Measures { get; init; } = SheetMeasures.None;

    /// <summary>The number of validations that passed.</summary>
    public int PassedCount => Validations.Count(validation => validation.Passed);

    /// <summary>Indicates whether the command succeeded and every validation passed.</summary>
    public bool Succeeded =>
        Error is null && Command is { Succeeded: true, Signal: null } && PassedCount == Validations.Count;

    /// <summary>Creates the result of an attempt from the result of its command.</summary>
    /// <param name="input">The command, prompt or script that was run.</param>
    /// <param name="command">The result of the command.</param>
    public static AttemptResult Of(string input, CommandResult command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.StartError is { } why
            ? NotStarted(input, command.StartErrorCode ?? ErrorCodes.WorkingDirectory, why) with { Command = command }
            : new AttemptResult { Input = input, Command = command };
    }

    /// <summary>Creates the result of an attempt that could not be started.</summary>
    /// <param name="input">The command, prompt or script that was to run.</param>
    /// <param name="error">The reason why it could not be started.</param>
    /// <param name="details">What is wrong, and what to do.</param>
    public static AttemptResult NotStarted(string input, ErrorCode error, string details)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new AttemptResult { Input = input, Error = error, Message = error.Explain(details) };
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
        Duration = Command.Duration,
        ExitCode = Command.ExitCode,
        ExitSignal = Command.Signal,
        ExitReason = Command.TimedOut || Command.WasStale ? ExitReasons.Timeout
            : Command.Signal is not null ? ExitReasons.Killed
            : Command.ExitCode == 0 ? ExitReasons.Completed : ExitReasons.Error,
        ValidationPassed = Validations.Count == 0 ? null : PassedCount == Validations.Count,
        ValidationDetails = Validations.Count == 0 ? null : Validations,
        OutcomeCategory = outcomeCategory,
    };
}
