namespace Marianne.Jobs;

/// <summary>Asks for claims of sheets that are ready.</summary>
/// <param name="Worker">The worker that claims.</param>
/// <param name="Choose">
/// Chooses the sheets to claim by their numbers: dependencies, concurrency, budget, circuit breaker and limits are decided here. It
/// is called while the job is locked, and may be called again. It changes nothing.
/// </param>
public sealed record SheetClaimRequest(Worker Worker, Func<ClaimableJob, IReadOnlyList<int>> Choose)
{
    /// <summary>
    /// The id of the job whose sheets are claimed. The default is <c>null</c>: those of any queued job, the highest priority first,
    /// and then the job that was queued first.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>The maximum number of claims. The default is 1.</summary>
    public int Count { get; init; } = 1;
}
