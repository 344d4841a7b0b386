using Marianne.Jobs;
using static Marianne.Storage.Json.JsonKinds;

namespace Marianne.Storage.Json;

/// <summary>The keys of a job's file that stand for a property. The others belong to the peer.</summary>
internal static class JobFields
{
    /// <summary>Their table.</summary>
    public static JsonFields<Job> All { get; } = new(
        "BlankJob.json",
        [
            Field("job_id", nameof(Job.Id), RequiredText, job => job.Id, Given),
            Field(
                "job_name", nameof(Job.Name), RequiredText,
                job => job.Name, (job, value) => job.Name = value),
            Field(
                "config_hash", nameof(Job.ConfigHash), JsonKinds.Text,
                job => job.ConfigHash, (job, value) => job.ConfigHash = value),
            Field(
                "config_snapshot", nameof(Job.ConfigSnapshot), JsonObject,
                job => job.ConfigSnapshot, (job, value) => job.ConfigSnapshot = value),
            Field(
                "config_path", nameof(Job.ConfigPath), JsonKinds.Text,
                job => job.ConfigPath, (job, value) => job.ConfigPath = value),
            Field(
                "created_at", nameof(Job.CreatedAt), Time,
                job => job.CreatedAt, (job, value) => job.CreatedAt = value),
            Field(
                "updated_at", nameof(Job.UpdatedAt), Time,
                job => job.UpdatedAt, (job, value) => job.UpdatedAt = value),
            Field(
                "started_at", nameof(Job.StartedAt), OptionalTime,
                job => job.StartedAt, (job, value) => job.StartedAt = value),
            Field(
                "completed_at", nameof(Job.CompletedAt), OptionalTime,
                job => job.CompletedAt, (job, value) => job.CompletedAt = value),
            Field("total_sheets", nameof(Job.TotalSheets), Count, job => job.TotalSheets, Given),
            Field(
                "last_completed_sheet", nameof(Job.LastCompletedSheet), Count,
                job => job.LastCompletedSheet, (job, value) => job.LastCompletedSheet = value,
                (job, value) => Outside(job, value)),
            Field(
                "current_sheet", nameof(Job.CurrentSheet), OptionalInt,
                job => job.CurrentSheet, (job, value) => job.CurrentSheet = value,
                (job, value) => value < 1 ? "it is no number of a sheet" : Outside(job, value)),
            Field(
                "status", nameof(Job.Status), Status(JobStatus.Unknown),
                job => job.Status, (job, value) => job.Status = value),
            Field(
                "pid", nameof(Job.Runner), OptionalInt,
                job => job.Pid, (job, value) => job.Runner = value is { } pid ? new RunnerProcess(pid) : null),
            new SheetsField(),
            Field(
                "error_message", nameof(Job.ErrorMessage), JsonKinds.Text,
                job => job.ErrorMessage, (job, value) => job.ErrorMessage = value),
            Field(
                "total_retry_count", nameof(Job.TotalRetryCount), Count,
                job => job.TotalRetryCount, (job, value) => job.TotalRetryCount = value),
            Field(
                "rate_limit_waits", nameof(Job.RateLimitWaits), Count,
                job => job.RateLimitWaits, (job, value) => job.RateLimitWaits = value),
        ]);

    private static JsonField<Job, TValue> Field<TValue>(
        string key,
        string property,
        JsonKind<TValue> kind,
        Func<Job, TValue> get,
        Action<Job, TValue> set,
        Func<Job, TValue, string?>? fault = null) => new(key, property, kind, get, set, fault);

    /// <summary>What the job got when it was made.</summary>
    private static void Given<TValue>(Job job, TValue value)
    {
    }

    private static string? Outside(Job job, int? number) =>
        number > job.TotalSheets ? $"the job has {job.TotalSheets} sheets" : null;
}
