using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Outputs;
using Marianne.Running;

namespace Marianne.Secrets;

/// <summary>Redacts each text of the values that leave a run. Ids and codes are no free text and stay.</summary>
internal static class RedactedTexts
{
    /// <summary>Returns a value with its texts redacted. Without secrets, it stays as it is.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="redactor">The redactor of the run.</param>
    /// <exception cref="ArgumentException">The texts of the type are not known here.</exception>
    public static T Of<T>(T value, SecretRedactor redactor)
        where T : notnull
    {
        if (redactor.IsEmpty)
            return value;

        object redacted = value switch
        {
            string text => redactor.Redact(text),
            JobUpdate update => Of(update, redactor),
            SheetUpdate update => Of(update, redactor),
            JobEvent jobEvent => jobEvent with
            {
                Message = redactor.Redact(jobEvent.Message),
                SheetName = redactor.Redact(jobEvent.SheetName),
            },
            OutcomeReport report => report with { Model = redactor.Redact(report.Model) },
            LearnedRecovery recovery => recovery with
            {
                Model = redactor.Redact(recovery.Model),
                Service = redactor.Redact(recovery.Service),
            },
            LearnedRateLimit limit => limit with
            {
                Model = redactor.Redact(limit.Model),
                Service = redactor.Redact(limit.Service),
            },
            SlotRequest request => Of(request, redactor),
            SlotRequest[] requests => Array.ConvertAll(requests, request => Of(request, redactor)),
            ExecutionHistory history => Of(history, redactor),
            _ => throw new ArgumentException($"The texts of {value.GetType()} are not known.", nameof(value)),
        };
        return (T)redacted;
    }

    /// <summary>Returns the result of a validation with its texts redacted.</summary>
    /// <param name="detail">The result.</param>
    /// <param name="redactor">The redactor of the run.</param>
    public static ValidationDetail Of(ValidationDetail detail, SecretRedactor redactor) => detail with
    {
        Description = redactor.Redact(detail.Description),
        Path = redactor.Redact(detail.Path),
        Pattern = redactor.Redact(detail.Pattern),
        ActualValue = redactor.Redact(detail.ActualValue),
        ExpectedValue = redactor.Redact(detail.ExpectedValue),
        ErrorMessage = redactor.Redact(detail.ErrorMessage),
        FailureReason = redactor.Redact(detail.FailureReason),
        SuggestedFix = redactor.Redact(detail.SuggestedFix),
    };

    /// <summary>The configuration of a job is its score, which is stored as it was written.</summary>
    private static JobUpdate Of(JobUpdate update, SecretRedactor redactor) => update switch
    {
        JobUpdate.Fail fail => fail with { Message = redactor.Redact(fail.Message) },
        JobUpdate.Run run => run with { Tags = [.. run.Tags.Select(tag => redactor.Redact(tag))] },
        JobUpdate.Resume resume => resume with { Tags = [.. resume.Tags.Select(tag => redactor.Redact(tag))] },
        JobUpdate.Pause pause => pause with { Message = redactor.Redact(pause.Message) },
        { History: not null } => throw new ArgumentException("A history is redacted before it is exported.", nameof(update)),
        _ => update,
    };

    private static SheetUpdate Of(SheetUpdate update, SecretRedactor redactor)
    {
        SheetUpdate redacted = update switch
        {
            SheetUpdate.Complete complete => complete with
            {
                Result = Of(complete.Result, redactor),
                Outputs = [.. complete.Outputs.Select(output => output with
                {
                    Json = output.Json is { } json ? OutputRedactor.Redact(json, redactor) : null,
                })],
            },
            SheetUpdate.Fail fail =>
                fail with { Result = Of(fail.Result, redactor), Message = redactor.Redact(fail.Message) },
            SheetUpdate.Wait wait =>
                wait with { Result = Of(wait.Result, redactor), Message = redactor.Redact(wait.Message) },
            SheetUpdate.Ask ask => ask with { Approval = Of(ask.Approval, redactor) },
            SheetUpdate.Skip skip => skip with { Reason = redactor.Redact(skip.Reason) },
            _ => update,
        };
        return redacted with
        {
            Attempt = update.Attempt is { } attempt
                ? attempt with { Prompt = redactor.Redact(attempt.Prompt), Output = redactor.Redact(attempt.Output) }
                : null,
            Measures = update.Measures is { } measures ? Of(measures, redactor) : null,
        };
    }

    private static SheetApproval Of(SheetApproval asked, SecretRedactor redactor) => asked with
    {
        SheetName = redactor.Redact(asked.SheetName),
        Message = redactor.Redact(asked.Message),
        Show = [.. asked.Show.Select(path => redactor.Redact(path))],
    };

    private static SheetResult Of(SheetResult result, SecretRedactor redactor) => result with
    {
        ValidationDetails = result.ValidationDetails is { } details
            ? [.. details.Select(detail => Of(detail, redactor))]
            : null,
        OutcomeData = redactor.Redact(result.OutcomeData),
    };

    private static SlotRequest Of(SlotRequest request, SecretRedactor redactor) =>
        request with { Limits = [.. request.Limits.Select(limit => redactor.Redact(limit))] };

    private static ExecutionHistory Of(ExecutionHistory history, SecretRedactor redactor)
    {
        history.ReplaceTexts(text => redactor.Redact(text));
        return history;
    }

    private static SheetMeasures Of(SheetMeasures measures, SecretRedactor redactor) =>
        measures is { Model: null, Incident: null, AttemptInstruments: null }
            ? measures
            : measures with
            {
                Model = redactor.Redact(measures.Model),
                Incident = measures.Incident is { } incident
                    ? incident with { Model = redactor.Redact(incident.Model), Service = redactor.Redact(incident.Service) }
                    : null,
                AttemptInstruments = measures.AttemptInstruments?.ToDictionary(use => use.Key, use => redactor.Redact(use.Value)!),
            };
}
