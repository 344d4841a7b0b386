using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Determines why an attempt failed.</summary>
/// <param name="rateLimits">Searches the output for the patterns of the score.</param>
/// <param name="time">The clock, and the zone of times that do not name one. The default is the system's.</param>
public sealed class ErrorClassifier(RateLimitDetector rateLimits, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Returns the result with its error set, and the time at which it ends. A result that already has an error is not
    /// changed; nor is one that succeeded, unless its output ends with the refusal of a service and no validation passed.
    /// </summary>
    /// <param name="attempt">The result of the attempt.</param>
    /// <param name="isPrompt">
    /// Indicates whether an agent was called. Refused credentials are its failure, although it may exit with 0; a command may have
    /// asked for the refusal.
    /// </param>
    public AttemptResult Classify(AttemptResult attempt, bool isPrompt = false)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        if (attempt.Error is not null)
            return attempt;
        AttemptReading? reading = NeedsReading(attempt) ? Read(attempt) : null;
        if (reading is not null)
            attempt = attempt with { Reading = reading };
        if (attempt.Succeeded)
            return attempt.Validations.Count > 0 || reading is null ? attempt : ClassifySuccess(attempt, reading, isPrompt);

        // First, what the runner itself did: a sheet that hung may have written anything before.
        if (attempt.Command.WasStale)
            return attempt with { Error = ErrorCodes.Stale };
        if (attempt.Command.TimedOut)
            return attempt with { Error = ErrorCodes.Timeout };

        return EndOf(attempt, reading!) is { } error
            ? error == reading!.Error ? With(attempt, error, reading) : attempt with { Error = error }
            : ClassifyOutput(attempt, reading!);
    }

    /// <summary>A tool or a pipeline can exit with 0 although a service refused the request because of a limit.</summary>
    private static AttemptResult ClassifySuccess(AttemptResult attempt, AttemptReading reading, bool isPrompt)
    {
        bool isRefusal = reading.Kind == ReadingKind.Quota || (isPrompt && reading.Error?.Remedy is not null)
            || (attempt.Instrument is { } instrument && (reading.IsStructured || instrument.Result.SuccessLine is not null));
        return reading.Error is { } error && (error.IsRateLimit || isRefusal) ? With(attempt, error, reading) : attempt;
    }

    /// <summary>
    /// The result of an agent also has the usage and the session of an attempt whose validations passed. A command that succeeded
    /// without a word says nothing.
    /// </summary>
    private static bool NeedsReading(AttemptResult attempt) =>
        attempt.Instrument is not null || !attempt.Succeeded || (attempt.Validations.Count == 0 && WroteAnything(attempt));

    private static bool WroteAnything(AttemptResult attempt) =>
        attempt.Command.Output.Length > 0 || attempt.ResponseBody.Length > 0 || attempt.Response is not null;

    /// <summary>
    /// Returns the error of a process that was killed or never started, or <c>null</c>. A result that it had reported before
    /// counts more; its output may show that memory ran out.
    /// </summary>
    private static ErrorCode? EndOf(AttemptResult attempt, AttemptReading reading)
    {
        if (ExitCodes.Classify(attempt.Command.ExitCode, attempt.Command.Signal) is not { } code)
            return null;
        if (reading is { IsStructured: true, Kind: not (ReadingKind.None or ReadingKind.Error) })
            return reading.Error;
        return code == ErrorCodes.Killed && OutputTextReader.ReportsOutOfMemory(attempt.Command.Output)
            ? ErrorCodes.OutOfMemory
            : code;
    }

    private AttemptResult ClassifyOutput(AttemptResult attempt, AttemptReading reading)
    {
        if (reading.Error is { } known && (known.IsRateLimit || known.Remedy is not null || reading.IsStructured))
            return With(attempt, known, reading);

        // Then the patterns of the score. They say that it is a limit, but not until when.
        RateLimitMatch match = rateLimits.Search(OutputTextReader.EndOf(attempt.Command.Output));
        attempt = attempt with { TimedOutPatterns = match.TimedOut };
        if (match.IsRateLimit)
        {
            NamedTime? named = NamedTimeParser.Find(string.Join('\n', match.Lines), _time.GetUtcNow(), _time.LocalTimeZone);
            return attempt with { Error = ErrorCodes.ApiRateLimit, ResetsAt = named?.WaitUntil };
        }

        // The output of a command that exited with 0 proves nothing. Then the validations decide.
        return attempt.Command.ExitCode == 0
            ? attempt with { Error = ValidationSignals.Classify(attempt.Validations) ?? ErrorCodes.Unclassified }
            : With(attempt, reading.Error ?? ErrorCodes.Unknown, reading);
    }

    private static AttemptResult With(AttemptResult attempt, ErrorCode error, AttemptReading reading) =>
        attempt with
        {
            Error = error,
            ResetsAt = error.IsRetried ? reading.WaitUntil : null,
            UnknownLimit = reading.IsGuess ? reading.Text : null,
        };

    /// <summary>Returns what an attempt says of itself.</summary>
    /// <param name="attempt">The result of the attempt.</param>
    public AttemptReading Read(AttemptResult attempt) => AttemptReader.Read(new AttemptEvidence
    {
        Instrument = attempt.Instrument,
        Output = attempt.Command.Output,
        ErrorOutput = attempt.ResponseBody,
        Response = attempt.Response,
        ExitCode = attempt.Command.ExitCode,
        IsRefuted = attempt.Validations.Any(validation => !validation.Passed),
        Now = _time.GetUtcNow(),
        Zone = _time.LocalTimeZone,
    });
}
