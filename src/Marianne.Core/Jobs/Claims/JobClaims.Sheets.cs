namespace Marianne.Jobs;

public sealed partial class JobClaims
{
    /// <summary>Indicates whether no other worker, and no other implementation, runs the whole job.</summary>
    private bool IsShared => OwnClaim is not { IsLive: true } && !IsRunByOther;

    /// <summary>Takes the claims of the sheets that a worker chooses.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sheets">The sheets of the job, as if none were claimed.</param>
    /// <param name="finished">See <see cref="ClaimableJob.Finished"/>.</param>
    /// <exception cref="MarianneException">JobIsPlayed: the request names the job, and another worker runs it as a whole.</exception>
    public IReadOnlyList<GrantedClaim> Take(SheetClaimRequest request, IEnumerable<ClaimableSheet> sheets, int? finished = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sheets);
        bool isOpen = Job.Status is JobStatus.Pending or JobStatus.Running;
        if (!isOpen || (request.JobId is null && !IsShared))
            return [];

        RequireFree(OwnClaim, null);
        RequireNoOtherRunner();
        Dictionary<int, ClaimableSheet> known = sheets.Select(WithClaim).ToDictionary(sheet => sheet.Number);
        IReadOnlyList<int> chosen = request.Choose(new ClaimableJob(Job, [.. known.Values]) { Finished = finished });
        GrantedClaim[] granted = [.. chosen.Distinct().Take(request.Count).Select(number => Take(request, known[number]))];
        if (granted.Length > 0 && _claims.GetValueOrDefault(OfJob) is { IsHeld: true })
            GiveBack(OfJob); // It ended with its worker.
        return granted;
    }

    private ClaimableSheet WithClaim(ClaimableSheet sheet) => Find(sheet.Number) is { } claim
        ? sheet with { Takeovers = claim.Takeovers, IsClaimed = claim.IsLive }
        : sheet;

    private GrantedClaim Take(SheetClaimRequest request, ClaimableSheet sheet)
    {
        RequireFree(Find(sheet.Number), null);
        RunnerProcess? former = Find(sheet.Number) is { IsHeld: true } ended ? ended.Process : null;
        int takeovers = sheet.Status == SheetStatus.InProgress ? CountTakeover(sheet.Number) : sheet.Takeovers;
        Claim taken = Give(sheet.Number, request.Worker, Lease.Length, takeovers);
        return new GrantedClaim(Job.Id, sheet.Number, taken.Token)
        {
            TakenFrom = former,
            Takeovers = new Dictionary<int, int> { [sheet.Number] = takeovers },
        };
    }
}
