using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SheetApproval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Enter(cancellationToken);
        var found = new List<SheetApproval>();
        IEnumerable<string> ids = query.JobId is { } only
            ? [only]
            : await _folder.JobsWithApprovalsAsync(cancellationToken).ConfigureAwait(false);
        if (query.JobIds is { } some)
            ids = ids.Intersect(some, StringComparer.Ordinal);
        foreach (string id in ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            found.AddRange(await _folder.ReadAsync(id, ReadAsync, cancellationToken).ConfigureAwait(false));
        return [.. found.Where(query.Matches)];

        async ValueTask<IReadOnlyList<SheetApproval>> ReadAsync(JobDocument? document)
        {
            if (document is null || !File.Exists(document.Files.Approvals))
                return [];

            Job job = await document.ToJobAsync(withSheets: true, cancellationToken).ConfigureAwait(false);
            return [.. ApprovalList.Of(job, await ApprovalsFile.ReadAsync(document.Files, job, cancellationToken).ConfigureAwait(false))];
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ApprovalResult> AnswerAsync(
        string jobId, int number, ApprovalAnswer? answer, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        List<SheetApproval> approvals = [];
        var change = new JobChange<ApprovalResult>(Answer) { Read = ReadAsync, WriteCompanions = Write };
        return await ChangeAsync(jobId, change, cancellationToken).ConfigureAwait(false);

        async ValueTask ReadAsync(JobFiles files, Job job) =>
            approvals = await ApprovalsFile.ReadAsync(files, job, cancellationToken).ConfigureAwait(false);

        (Job, ApprovalResult) Answer(JobClaims claims)
        {
            SheetTransitions.CheckNumber(claims.Job, number);
            ApprovalResult result = ApprovalTransitions.Answer(
                claims.Job, number, ApprovalList.LastOf(approvals, number), answer, isQueued: false, StoredTime.Truncate(time.GetUtcNow()));
            ApprovalList.Put(approvals, result.Approval);
            return (result.Job, result);
        }

        void Write(JobFiles files, Job next) => ApprovalsFile.Write(files, next, approvals);
    }

    /// <summary>Writes what a change of a sheet means for its approvals.</summary>
    private static void WriteApproval(JobFiles files, Job next, int number, SheetUpdate update, List<SheetApproval> approvals)
    {
        if (ApprovalList.ChangeOf(approvals, number, update) is not { } changed)
            return;

        ApprovalList.Put(approvals, changed);
        ApprovalsFile.Write(files, next, approvals);
    }
}
