using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>Reads and writes the claims of a job, in a file beside the job's.</summary>
/// <param name="clock">The clock of leases.</param>
internal sealed class ClaimsFile(LeaseClock clock)
{
    /// <summary>Reads the claims of a job.</summary>
    public async ValueTask<JobClaims> ReadAsync(JobFiles files, Job job, CancellationToken cancellationToken) =>
        Of(job, await ClaimsOfAsync(files, job, cancellationToken).ConfigureAwait(false));

    /// <summary>Returns the claims of a job that are known.</summary>
    public JobClaims Of(Job job, IEnumerable<Claim> claims) => new(job, claims, clock.Processes);

    /// <summary>Writes the claims of a job. The caller holds its lock.</summary>
    public void Write(JobFiles files, JobClaims claims) => Write(files, claims.Job, claims.All);

    /// <summary>Extends the leases of a worker, and returns their tokens. The caller holds the lock of the job.</summary>
    public async ValueTask<IReadOnlyList<long>> RenewAsync(
        JobFiles files, Job job, string workerId, TimeSpan lease, CancellationToken cancellationToken)
    {
        List<Claim> claims = await ClaimsOfAsync(files, job, cancellationToken).ConfigureAwait(false);
        long[] tokens = [.. claims.Where(claim => claim.WorkerId == workerId).Select(claim => claim.Token)];
        if (tokens.Length > 0)
            Write(files, job, [.. claims.Select(claim => claim.WorkerId == workerId ? claim with { Remaining = lease } : claim)]);
        return tokens;
    }

    private async ValueTask<List<Claim>> ClaimsOfAsync(JobFiles files, Job job, CancellationToken cancellationToken)
    {
        ClaimsNote? note = await CompanionFiles
            .ReadAsync(files.Claims, CompanionJson.Default.ClaimsNote, cancellationToken).ConfigureAwait(false);
        return note?.CreatedAt == StoredTime.WithZ(job.CreatedAt) ? [.. (note.Claims ?? []).Select(claim => ClaimOf(claim, job))] : [];
    }

    private Claim ClaimOf(ClaimNote note, Job job) => new(job.Id, note.Sheet, note.Token)
    {
        Takeovers = note.Takeovers,
        WorkerId = note.Worker,
        Process = note.Process is { } process ? new RunnerProcess(process.Pid, process.Host, process.StartMark) : null,
        Remaining = LeaseClock.Remaining(note.EndsAt, note.Lease, clock.Uptime, note.Boot == clock.Processes.BootId),
    };

    private void Write(JobFiles files, Job job, IReadOnlyList<Claim> claims)
    {
        var note = new ClaimsNote(StoredTime.WithZ(job.CreatedAt), [.. claims.Select(NoteOf)]);
        DurableFile.Write(files.Claims, files.Unfinished, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.ClaimsNote));
    }

    private ClaimNote NoteOf(Claim claim)
    {
        long left = LeaseClock.Microseconds(claim.Remaining);
        RunnerNote? process = claim.Process is { } known ? new RunnerNote(known.Pid, known.Host, known.StartMark) : null;
        return new ClaimNote(
            claim.SheetNumber, claim.Token, claim.Takeovers, claim.WorkerId, process, clock.Uptime + left, left, clock.Processes.BootId);
    }
}
