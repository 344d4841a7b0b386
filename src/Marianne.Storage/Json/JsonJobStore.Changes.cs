using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        Job job = await _folder.ReadAsync(id, ReadAsync, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        foreach (int number in numbers)
            SheetTransitions.CheckNumber(job, number);
        return [.. numbers.Select(number => job.Sheets[number - 1].Copy())];

        async ValueTask<Job?> ReadAsync(JobDocument? found) => found is null
            ? null
            : await found.ToJobAsync(withSheets: true, cancellationToken, numbers).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        List<SheetApproval> approvals = [];
        bool concernsApproval = update is SheetUpdate.Ask or SheetUpdate.Fail { AppliesDenial: true };
        var change = new JobChange<SheetUpdateResult>(Apply)
        {
            Attempt = update.Attempt,
            Read = concernsApproval ? ReadAsync : null,
            WriteCompanions = WriteCompanions,
        };
        SheetUpdateResult result = await ChangeAsync(id, change, cancellationToken).ConfigureAwait(false);
        if (result.Token is not null)
            _claimed[id] = true;
        return result with { Attempt = change.Recorded };

        async ValueTask ReadAsync(JobFiles files, Job job) =>
            approvals = await ApprovalsFile.ReadAsync(files, job, cancellationToken).ConfigureAwait(false);

        void WriteCompanions(JobFiles files, Job next)
        {
            if (update is SheetUpdate.Complete { Outputs: var outputs })
                OutputLogFile.Append(files.Outputs, next.Sheets[number - 1], outputs);
            WriteApproval(files, next, number, update, approvals);
        }

        (Job, SheetUpdateResult) Apply(JobClaims claims)
        {
            SheetTransitions.CheckNumber(claims.Job, number);
            claims.Check(number, update);
            SheetUpdateResult applied = SheetTransitions.Apply(
                claims.Job, number, update, claims.IsZombie, StoredTime.Truncate(time.GetUtcNow()));
            JobValidator.Check(applied.Sheet);
            long? token = claims.Follow(
                number, update, () => applied.Job.Sheets.Known.Any(other => other.Status == SheetStatus.InProgress));
            return (applied.Job, applied with { Token = token });
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        var change = new JobChange<Job>(Update) { WriteCompanions = WriteHistory };
        return (await ChangeAsync(id, change, cancellationToken).ConfigureAwait(false)).CopyWithoutSheets();

        void WriteHistory(JobFiles files, Job next)
        {
            if (update.History is { } history)
                new AttachedFiles(files, next).Write(sheetNumber: null, history);
        }

        (Job, Job) Update(JobClaims claims)
        {
            claims.Check(update);
            (Job next, _) = ChangeOfJob(claims, update, () => true);
            claims.Follow(update);
            return (next, next);
        }
    }
}
