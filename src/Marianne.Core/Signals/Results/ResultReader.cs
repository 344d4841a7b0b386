using System.Text.Json;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Reads the records that a tool writes.</summary>
/// <param name="format">The format of the records.</param>
/// <param name="now">The time at which they were written.</param>
internal sealed class ResultReader(ResultOptions format, DateTimeOffset now)
{
    private readonly IReadOnlyList<RecordOptions> _events = format.AllRecords;
    private readonly UsageCounter _usage = new();
    private FailureFacts _facts = new();
    private readonly List<NamedTime> _times = [];
    private readonly List<string> _codes = [];
    private ResultVerdict _verdict;
    private int _last = -1;
    private string? _session;
    private string? _text;

    /// <summary>Reads records.</summary>
    /// <param name="records">The records, in their order.</param>
    public ResultOutcome Read(IReadOnlyList<JsonElement> records)
    {
        for (int at = 0; at < records.Count; at++)
        {
            foreach (RecordOptions found in _events)
            {
                if (RecordPattern.Matches(found.When, records[at]))
                    Read(found, records[at], at);
            }
        }

        _facts.Times.InsertRange(0, _times);
        _facts.Codes.AddRange(_codes);
        return new ResultOutcome(_verdict, _facts, _last, _session, _text, _usage.Total);
    }

    private void Read(RecordOptions found, JsonElement record, int at)
    {
        _session = JsonPaths.Text(record, found.Session) ?? _session;
        _text = JsonPaths.Text(record, found.Text) ?? _text;
        _usage.Add(found, record);
        AddTimes(found, record);
        ResultVerdict verdict = VerdictOf(found, record);
        if (verdict == ResultVerdict.Failure)
            Fail(found, record, at);
        else if (verdict == ResultVerdict.Success)
            (_verdict, _last, _facts) = (ResultVerdict.Success, at, new FailureFacts());
        else if (IsSoftFailure(found, record))
        {
            Fail(found, record, at);
            _facts.Messages.Add(_text ?? "");
        }
    }

    private static ResultVerdict VerdictOf(RecordOptions found, JsonElement record) =>
        JsonPaths.First(record, found.IsError) is not { } value ? found.Verdict
        : value.ValueKind is JsonValueKind.False || value.ToString() is "" or "0" or "false" ? ResultVerdict.Success
        : ResultVerdict.Failure;

    private void Fail(RecordOptions found, JsonElement record, int at)
    {
        (_verdict, _last) = (ResultVerdict.Failure, at);
        _facts.Kind ??= found.Kind;
        var body = new FailureBodyReader(_facts, now);
        foreach (JsonElement value in found.Body.SelectMany(pointer => JsonPaths.Find(record, pointer)))
            body.Read(value);
        foreach (JsonElement value in found.Codes.SelectMany(pointer => JsonPaths.Find(record, pointer)))
            body.AddCode(value);
        if (_facts.IsEmpty && JsonPaths.Text(record, found.Text) is { } text)
            body.AddMessage(text);
    }

    private void AddTimes(RecordOptions found, JsonElement record)
    {
        if (found.Verdict != ResultVerdict.None)
            return;

        var facts = new FailureFacts();
        var body = new FailureBodyReader(facts, now);
        foreach (JsonElement value in found.Times.SelectMany(pointer => JsonPaths.Find(record, pointer)))
            body.Read(value);
        foreach (JsonElement value in found.Codes.SelectMany(pointer => JsonPaths.Find(record, pointer)))
            body.AddCode(value);
        _times.AddRange(facts.Times);
        _codes.AddRange(facts.Codes);
    }

    /// <summary>Determines whether an answer is the message of an error, as Goose writes it.</summary>
    private static bool IsSoftFailure(RecordOptions found, JsonElement record) =>
        found.Body.Count > 0
        && ((JsonPaths.Text(record, found.Text) is { } text && FailurePhrases.SoftFailure().IsMatch(text.Replace('’', '\'')))
            || found.Body.SelectMany(pointer => JsonPaths.Find(record, pointer))
                .Any(value => JsonPaths.Text(value, ["/notificationType"])?.Contains("xhausted", StringComparison.Ordinal) == true));
}
