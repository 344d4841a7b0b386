using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    private readonly Dictionary<string, List<SheetApproval>> _approvals = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SheetApproval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Enter(cancellationToken);
        lock (_gate)
        {
            return new(
            [
                .. _approvals.Where(ofJob => query.JobId is null || ofJob.Key == query.JobId)
                    .Where(ofJob => query.JobIds?.Contains(ofJob.Key, StringComparer.Ordinal) != false)
                    .OrderBy(ofJob => ofJob.Key, StringComparer.Ordinal)
                    .SelectMany(ofJob => ApprovalList.Of(Find(ofJob.Key), ofJob.Value)).Where(query.Matches),
            ]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ApprovalResult> AnswerAsync(
        string jobId, int number, ApprovalAnswer? answer, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            Job stored = Find(jobId);
            SheetTransitions.CheckNumber(stored, number);
            DateTimeOffset now = StoredTime.Truncate(time.GetUtcNow());
            ApprovalResult result = ApprovalTransitions.Answer(
                stored.Copy(), number, ApprovalList.LastOf(_approvals.GetValueOrDefault(jobId) ?? [], number), answer,
                _queue.ContainsKey(jobId), now);
            if (result.Approval.Status != ApprovalStatus.Waiting)
            {
                Keep(result.Approval);
                Store(result.Job, StoredTime.After(stored.UpdatedAt, now));
            }

            return new(result with { Job = WithZombieState(result.Job.Copy()), Sheet = result.Sheet.Copy() });
        }
    }

    private void Keep(SheetApproval approval)
    {
        if (!_approvals.TryGetValue(approval.JobId, out List<SheetApproval>? ofJob))
            _approvals.Add(approval.JobId, ofJob = []);
        ApprovalList.Put(ofJob, approval);
    }

    private void KeepApproval(Sheet sheet, SheetUpdate update)
    {
        if (ApprovalList.ChangeOf(_approvals.GetValueOrDefault(sheet.JobId) ?? [], sheet.Number, update) is { } changed)
            Keep(changed);
    }
}
