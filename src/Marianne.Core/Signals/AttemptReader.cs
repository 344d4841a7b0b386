using System.Text.Json;
using Marianne.Errors;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Reads what an attempt says of itself.</summary>
/// <remarks>
/// The rules are in the order of trust: the result that a tool reports as JSON, the response of a service, the exit code, and
/// the text at the end of the output.
/// </remarks>
public static class AttemptReader
{
    private const int LinesOfBody = 20;
    private const int ReportedKilled = 128;
    private const int LongestMessage = 1000;

    /// <summary>Reads an attempt. The reading depends only on the evidence.</summary>
    /// <param name="evidence">What is known of the attempt.</param>
    public static AttemptReading Read(AttemptEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);

        List<OutputPart> parts = OutputSplitter.Split(evidence.Output);
        if (evidence.ErrorOutput.Length > 0)
            parts.AddRange(OutputSplitter.Split(evidence.ErrorOutput));

        (int Part, JsonElement Json)[] records = [.. Records(parts)];
        JsonElement[] values = [.. records.Select(record => record.Json)];
        InstrumentOptions profile = ResultFormats.Choose(evidence.Instrument, values);
        ResultOptions format = profile.Result;
        ResultOutcome outcome = new ResultReader(format, evidence.Now).Read(values);
        bool isTool = format.Format is not null;
        var classifier = new FailureClassifier(evidence.Now, evidence.Zone);
        var text = new OutputTextReader(classifier, evidence.Now, evidence.Zone);

        var messages = new OwnMessages(evidence.Instrument, evidence.Now, evidence.Zone);
        FailureReading? failure =
            OfException(evidence, classifier)
            ?? (isTool ? OfResult(outcome, evidence, classifier, messages) : OfResponse(parts, records, outcome, evidence, classifier))
            ?? OfExitCode(profile, outcome, evidence)
            ?? OfText(Unstructured(parts, records, outcome, format, isTool), format, outcome, evidence, text, isTool, messages);
        return Reading(failure, outcome, isTool, UsageOf(format, parts, outcome)) with
        {
            MissingPointers = MissingPointersOf(evidence.Instrument, values),
            TimedOutPatterns = messages.TimedOut,
        };
    }

    private static AttemptReading Reading(FailureReading? failure, ResultOutcome outcome, bool isTool, ReportedUsage? usage)
    {
        string? words = failure is null ? outcome.Text : failure.Text.Length > 0 ? failure.Text : null;
        return new AttemptReading
        {
            Kind = failure?.Kind ?? ReadingKind.None,
            Error = failure?.Error,
            RetryAt = failure?.Time?.Instant,
            WaitUntil = failure?.Time?.WaitUntil,
            IsGuess = failure?.IsGuess ?? false,
            IsStructured = isTool && outcome.Verdict != ResultVerdict.None,
            Text = words?.Length > LongestMessage ? words[..LongestMessage] : words,
            SessionId = outcome.SessionId,
            Usage = usage,
        };
    }

    /// <summary>Returns the records: JSON values that are alone on their lines. An array is one record for each item.</summary>
    private static IEnumerable<(int Part, JsonElement Json)> Records(List<OutputPart> parts)
    {
        for (int at = 0; at < parts.Count; at++)
        {
            if (parts[at].Json is not { } json || !IsPrefix(parts[at].Text))
                continue;
            JsonElement[] items = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [json];
            foreach (JsonElement item in items)
            {
                if (item.ValueKind == JsonValueKind.Object)
                    yield return (at, item);
            }
        }
    }

    private static bool IsPrefix(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Trim() is "[ERROR]" || text.StartsWith("data:", StringComparison.Ordinal);

    private static FailureReading? OfException(AttemptEvidence evidence, FailureClassifier classifier)
    {
        if (evidence.Response is not { IsError: true } response)
            return null;

        FailureFacts facts = FactsOf(response, evidence.Now);
        var body = new FailureBodyReader(facts, evidence.Now);
        string output = evidence.ErrorOutput.Length > 0 ? evidence.ErrorOutput : evidence.Output;
        foreach (OutputPart part in OutputSplitter.Split(output).TakeLast(LinesOfBody))
            AddBody(facts, body, part);
        return classifier.Classify(facts);
    }

    /// <summary>Returns the failure that the records of a tool report, if they say why.</summary>
    private static FailureReading? OfResult(
        ResultOutcome outcome, AttemptEvidence evidence, FailureClassifier classifier, OwnMessages messages) =>
        outcome.Verdict == ResultVerdict.Failure && outcome.Facts is { IsEmpty: false } or { Kind: not null }
            ? messages.Find(outcome.Facts.Text.Split('\n'), isFailed: true)
                ?? classifier.Classify(outcome.Facts)
                ?? new FailureReading(ReadingKind.Error, CodeOf(evidence))
            : null;

    /// <summary>Returns the failure that the last response of a service reports, by its head, its body or both.</summary>
    private static FailureReading? OfResponse(
        List<OutputPart> parts,
        (int Part, JsonElement Json)[] records,
        ResultOutcome outcome,
        AttemptEvidence evidence,
        FailureClassifier classifier)
    {
        int head = parts.FindLastIndex(part => part.Response is not null);
        if (head >= 0 && parts[head].Response is { } response)
        {
            bool hasFailingBody = outcome.Verdict == ResultVerdict.Failure && records[outcome.LastRecord].Part > head;
            bool isTrusted = evidence.ExitCode is not 0 || evidence.IsRefuted || parts[head].IsWhole;
            if (!isTrusted || !(response.IsError || hasFailingBody))
                return null;

            FailureFacts facts = FactsOf(response, evidence.Now);
            var body = new FailureBodyReader(facts, evidence.Now);
            foreach (OutputPart part in parts.Skip(head + 1).Take(LinesOfBody))
                AddBody(facts, body, part);
            return classifier.Classify(facts) ?? new FailureReading(ReadingKind.Error, CodeOf(evidence));
        }

        // A body without a head counts if it is the end of the output.
        bool isLast = outcome.Verdict == ResultVerdict.Failure
            && parts.FindLastIndex(part => part.Json is not null || !string.IsNullOrWhiteSpace(part.Text)) is var last
            && records[outcome.LastRecord].Part >= (evidence.ExitCode == 0 ? last : last - 3);
        return isLast ? classifier.Classify(outcome.Facts) : null;
    }

    private static FailureFacts FactsOf(HttpResponse response, DateTimeOffset now)
    {
        var facts = new FailureFacts { Status = response.Status };
        facts.Times.AddRange(HeaderTimes.Find(response.Headers, now));
        if (response.Status == 403 && HeaderTimes.ReportUsedUp(response.Headers))
            facts.Codes.Add("ratelimit");
        return facts;
    }

    private static void AddBody(FailureFacts facts, FailureBodyReader body, OutputPart part)
    {
        int? status = facts.Status;
        if (part.Json is { } json)
            body.Read(json);
        else if (!string.IsNullOrWhiteSpace(part.Text))
            facts.Messages.Add(part.Text);
        facts.Status = status ?? facts.Status;
    }

    private static FailureReading? OfExitCode(InstrumentOptions profile, ResultOutcome outcome, AttemptEvidence evidence)
    {
        if (evidence.ExitCode is { } code && (evidence.Instrument?.KindOf(code) ?? profile.KindOf(code)) is { } kind)
            return new FailureReading(kind, FailureClassifier.CodeOf(kind));
        bool isSignal = evidence.ExitCode > ReportedKilled && outcome.Verdict != ResultVerdict.Failure;
        return isSignal && ExitCodes.Classify(evidence.ExitCode, null) is { } error ? new FailureReading(ReadingKind.Error, error) : null;
    }

    private static FailureReading? OfText(
        IReadOnlyList<OutputPart> lines,
        ResultOptions format,
        ResultOutcome outcome,
        AttemptEvidence evidence,
        OutputTextReader text,
        bool isTool,
        OwnMessages messages)
    {
        bool isFailure = isTool && outcome.Verdict == ResultVerdict.Failure;
        bool isFailed = evidence.ExitCode is not 0 || evidence.IsRefuted || isFailure;
        bool isCut = isTool && format.HasEnd == true && outcome.Verdict == ResultVerdict.None && HasRecords(outcome);
        if (isFailed || isCut)
        {
            return messages.Find(lines.Select(part => part.Text), isFailed: true) ?? text.Read(lines)
                ?? (isFailure ? text.ReadRefusal(OutputSplitter.Split(outcome.Text ?? "")) : null)
                ?? new FailureReading(ReadingKind.Error, CodeOf(evidence));
        }

        if (outcome.Verdict == ResultVerdict.Success)
            return null;
        return messages.Find(lines.Select(part => part.Text), isFailed: false)
            ?? (format.SuccessLine is null ? text.ReadRefusal(lines) : text.Read(lines) ?? OutputTextReader.ReadException(lines));
    }

    /// <summary>Returns the keys of a profile whose pointers are in none of the records.</summary>
    private static string[] MissingPointersOf(InstrumentOptions? instrument, JsonElement[] records)
    {
        if (instrument is null || records.Length == 0)
            return [];

        string[] missing =
        [
            .. instrument.Result.OwnPointers
                .Where(key => key.Pointers.Count > 0 && !records.Any(record => JsonPaths.First(record, key.Pointers) is not null))
                .Select(key => $"result.{key.Key} ({string.Join(", ", key.Pointers)})"),
        ];
        return missing.Length == 0 ? [] : missing;
    }

    private static bool HasRecords(ResultOutcome outcome) => outcome.SessionId is not null || outcome.Usage is not null;

    private static ErrorCode CodeOf(AttemptEvidence evidence) =>
        evidence.ExitCode is null ? ErrorCodes.Unclassified
        : ExitCodes.Classify(evidence.ExitCode, null) ?? ErrorCodes.Unknown;

    /// <summary>Returns the lines that no record explains: without the records of a tool, and after its last success.</summary>
    private static List<OutputPart> Unstructured(
        List<OutputPart> parts, (int Part, JsonElement Json)[] records, ResultOutcome outcome, ResultOptions format, bool isTool)
    {
        HashSet<int> structured = isTool ? [.. records.Select(record => record.Part)] : [];
        int first = outcome is { Verdict: ResultVerdict.Success, LastRecord: >= 0 } ? records[outcome.LastRecord].Part : -1;
        if (format.SuccessLine is { } line)
            first = Math.Max(first, parts.FindLastIndex(part => part.Text.StartsWith(line, StringComparison.Ordinal)));
        return [.. parts.Where((_, at) => at > first && !structured.Contains(at))];
    }

    private static ReportedUsage? UsageOf(ResultOptions format, List<OutputPart> parts, ResultOutcome outcome) =>
        outcome.Usage ?? UsageLines.Read(format, [.. parts.Select(part => part.Text).Where(text => text.Length > 0)]);
}
