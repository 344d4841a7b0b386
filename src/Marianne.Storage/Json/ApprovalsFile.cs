using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The approvals of a job, in a file beside the job's. It is written as a whole, before the job is saved.</summary>
internal static class ApprovalsFile
{
    /// <summary>The extension of the file.</summary>
    public const string Extension = ".asks";

    /// <summary>Reads the approvals of a job.</summary>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<List<SheetApproval>> ReadAsync(JobFiles files, Job job, CancellationToken cancellationToken)
    {
        ApprovalsNote? note = await CompanionFiles
            .ReadAsync(files.Approvals, CompanionJson.Default.ApprovalsNote, cancellationToken).ConfigureAwait(false);
        return note?.CreatedAt == StoredTime.WithZ(job.CreatedAt)
            ? [.. (note.Approvals ?? []).Select(approval => Read(files, job, approval)).Where(approval => job.HasSheet(approval.SheetNumber))]
            : [];
    }

    /// <summary>Writes the approvals of a job.</summary>
    public static void Write(JobFiles files, Job job, IReadOnlyCollection<SheetApproval> approvals)
    {
        var note = new ApprovalsNote(
            StoredTime.WithZ(job.CreatedAt), job.Id, [.. approvals.Select(ElementOf)]);
        DurableFile.Write(
            files.Approvals, files.Unfinished, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.ApprovalsNote));
    }

    private static JsonElement ElementOf(SheetApproval approval)
    {
        using var document = JsonDocument.Parse(ApprovalJson.Write(approval));
        return document.RootElement.Clone();
    }

    private static SheetApproval Read(JobFiles files, Job job, JsonElement approval) => ApprovalJson.Read(approval.GetRawText()) is { } read
        ? read with { JobId = job.Id }
        : throw StoreErrors.Corrupt(files.Approvals, "an approval cannot be read");
}
