using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Mapping;

/// <summary>The stored properties of a job, except its id, which is its key in every store, and its sheets.</summary>
internal static class JobFields
{
    /// <summary>Renders each property that every kind of store shares with other implementations.</summary>
    public static IReadOnlyList<TField> Render<TField>(IFieldRenderer<Job, TField> renderer) =>
    [
        renderer.RequiredText(new(nameof(Job.Name), "job_name", job => job.Name, (job, value) => job.Name = value)
        {
            Column = "name",
        }),
        renderer.Text(new(
            nameof(Job.ConfigHash), "config_hash", job => job.ConfigHash, (job, value) => job.ConfigHash = value)),
        renderer.JsonObject(new(
            nameof(Job.ConfigSnapshot), "config_snapshot",
            job => job.ConfigSnapshot, (job, value) => job.ConfigSnapshot = value)),
        renderer.Text(new(
            nameof(Job.ConfigPath), "config_path", job => job.ConfigPath, (job, value) => job.ConfigPath = value)),
        renderer.RequiredInstant(new(
            nameof(Job.CreatedAt), "created_at", job => job.CreatedAt, (job, value) => job.SetCreatedAt(value))),
        renderer.RequiredInstant(new(
            nameof(Job.UpdatedAt), "updated_at", job => job.UpdatedAt, (job, value) => job.SetUpdatedAt(value))),
        renderer.Instant(new(
            nameof(Job.StartedAt), "started_at", job => job.StartedAt, (job, value) => job.StartedAt = value)),
        renderer.Instant(new(
            nameof(Job.CompletedAt), "completed_at", job => job.CompletedAt, (job, value) => job.CompletedAt = value)),
        renderer.Count(new(
            nameof(Job.TotalSheets), "total_sheets", job => job.TotalSheets, (job, value) => job.TotalSheets = value)),
        renderer.Count(new(
            nameof(Job.LastCompletedSheet), "last_completed_sheet",
            job => job.LastCompletedSheet, (job, value) => job.LastCompletedSheet = value)
        {
            Rule = (job, value) => RuleOutAbove(job, value),
        }),
        renderer.Integer(new(
            nameof(Job.CurrentSheet), "current_sheet",
            job => job.CurrentSheet, (job, value) => job.CurrentSheet = value)
        {
            Rule = (job, value) => value < 1 ? "it is not a valid sheet number" : RuleOutAbove(job, value),
        }),
        renderer.Status(
            new(nameof(Job.Status), "status", job => job.Status, (job, value) => job.Status = value),
            JobStatus.Unknown),
        renderer.Integer(new(
            nameof(Job.Runner), "pid",
            job => job.Pid, (job, value) => job.SetRunner(value is { } pid ? new RunnerProcess(pid) : null))),
        renderer.Text(new(
            nameof(Job.ErrorMessage), "error_message",
            job => job.ErrorMessage, (job, value) => job.ErrorMessage = value)),
        renderer.Count(new(
            nameof(Job.TotalRetryCount), "total_retry_count",
            job => job.TotalRetryCount, (job, value) => job.TotalRetryCount = value)),
        renderer.Count(new(
            nameof(Job.RateLimitWaits), "rate_limit_waits",
            job => job.RateLimitWaits, (job, value) => job.RateLimitWaits = value)),
    ];

    /// <summary>Renders the description, for which the job's file of other implementations has no key.</summary>
    public static TField RenderDescription<TField>(IFieldRenderer<Job, TField> renderer) => renderer.Text(new(
        nameof(Job.Description), "description", job => job.Description, (job, value) => job.Description = value));

    private static string? RuleOutAbove(Job job, int? number) =>
        number > job.TotalSheets ? $"the job has {CountText.Of(job.TotalSheets, "sheet")}" : null;
}
