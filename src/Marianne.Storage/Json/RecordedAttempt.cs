using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marianne.Durations;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>An attempt in the format of the log file.</summary>
/// <remarks>
/// <see cref="SavedOver"/> is the version of the job that the save with this attempt replaces; <c>null</c> for an attempt that is
/// recorded alone. It is the last value of its line, where <see cref="AttemptLogFile"/> looks for it.
/// </remarks>
internal sealed record RecordedAttempt(
    long Id,
    string JobId,
    int SheetNum,
    int AttemptNum,
    string? Prompt,
    string? Output,
    int? ExitCode,
    double? DurationSeconds,
    string ExecutedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Run = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SavedOver = null)
{
    /// <summary>Converts an attempt to the format of the log file.</summary>
    public static RecordedAttempt Of(Execution execution, string? savedOver = null) => new(
        execution.Id,
        execution.JobId,
        execution.SheetNumber,
        execution.AttemptNumber,
        execution.Prompt,
        execution.Output,
        execution.ExitCode,
        execution.Duration?.TotalSeconds,
        StoredTime.WithZ(execution.ExecutedAt),
        execution.Run > 1 ? execution.Run : null,
        savedOver);

    /// <summary>The values that could not be read.</summary>
    [JsonIgnore]
    public IReadOnlyList<UnreadableValue> Unreadable { get; private init; } = [];

    /// <summary>Reads an attempt of which some values may be invalid. Returns <c>null</c> if not even its job is known.</summary>
    /// <param name="item">The attempt in the log file.</param>
    public static RecordedAttempt? Salvage(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || Text("job_id") is not { Length: > 0 } jobId)
            return null;

        var unreadable = new List<UnreadableValue>();
        return new RecordedAttempt(
            Value("id", JsonKinds.Count),
            jobId,
            Value("sheet_num", JsonKinds.Count),
            Value("attempt_num", JsonKinds.Count),
            Value("prompt", JsonKinds.Text),
            Value("output", JsonKinds.Text),
            Value("exit_code", JsonKinds.OptionalInt),
            Value("duration_seconds", JsonKinds.Seconds),
            Value("executed_at", JsonKinds.RequiredText) ?? "",
            Value("run", JsonKinds.OptionalInt),
            Text("saved_over"))
        {
            Unreadable = unreadable,
        };

        string? Text(string key) => JsonFile.Find(item, key) is { } value ? JsonKinds.Text.Read(value).Value : null;

        T? Value<T>(string key, JsonKind<T> kind)
        {
            if (JsonFile.Find(item, key) is not { } value)
                return default;

            JsonReadResult<T> result = kind.Read(value);
            if (result.Fault is { } fault)
                unreadable.Add(new UnreadableValue(key, value.GetRawText(), fault));
            return result.Value;
        }
    }

    /// <summary>Returns the attempt. Invalid values are reported as unreadable.</summary>
    public Execution ToExecution()
    {
        List<UnreadableValue> unreadable = [.. Unreadable];
        bool isTime = StoredTime.TryParse(ExecutedAt, out DateTimeOffset executedAt);
        if (!isTime && unreadable.TrueForAll(value => value.Column != "executed_at"))
            unreadable.Add(new UnreadableValue("executed_at", ExecutedAt, "it is not a time"));

        bool isDuration = DurationSeconds is { } seconds && Duration.IsStored(seconds);
        var execution = new Execution(
            Id,
            JobId,
            SheetNum,
            AttemptNum,
            Prompt,
            Output,
            ExitCode,
            isDuration ? TimeSpan.FromTicks((long)Math.Round(DurationSeconds!.Value * TimeSpan.TicksPerSecond)) : null,
            executedAt)
        {
            Run = Run is > 1 and { } run ? run : 1,
        };
        if (!isDuration && DurationSeconds is not null)
            unreadable.Add(UnreadableDuration());
        return unreadable.Count == 0 ? execution : execution with { Unreadable = unreadable };
    }

    private UnreadableValue UnreadableDuration() => new(
        "duration_seconds",
        DurationSeconds!.Value.ToString("R", CultureInfo.InvariantCulture),
        "it is not a valid duration");
}
