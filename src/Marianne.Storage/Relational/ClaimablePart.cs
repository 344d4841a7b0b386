using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Those sheets of a job with many items from which a worker can claim. See <see cref="OpenSheets"/>.</summary>
/// <param name="parents">The numbers of the sheets that have items.</param>
internal sealed class ClaimablePart(IReadOnlyCollection<int> parents)
{
    private readonly SortedDictionary<int, ClaimableSheet> _sheets = [];

    /// <summary>The numbers of the sheets that have items.</summary>
    public IReadOnlyCollection<int> Parents => parents;

    /// <summary>The number of all sheets that are Completed or Skipped.</summary>
    public int Finished { get; set; }

    /// <summary>Indicates whether sheets wait, of which more has to be read.</summary>
    public bool HasWaiting => _sheets.Values.Any(sheet => sheet.Status is SheetStatus.Waiting or SheetStatus.RetryScheduled);

    /// <summary>Adds sheets, or replaces those with the same numbers.</summary>
    public void Add(IEnumerable<ClaimableSheet> sheets)
    {
        foreach (ClaimableSheet sheet in sheets)
            _sheets[sheet.Number] = sheet;
    }

    /// <summary>
    /// Determines whether the sheets beyond the part cannot be claimed if none of the part can, as while the concurrency of their sheet is used
    /// up: others run, so that the job does not end now, and each sheet with items has one that was never started, which would be claimed
    /// before those beyond the part.
    /// </summary>
    /// <param name="ofJob">The claims of the job.</param>
    public bool IsEnough(JobClaims ofJob)
    {
        IReadOnlyList<Claim> held = ofJob.Held;
        if (!held.Any(claim => claim is { IsLive: true, SheetNumber: not null }))
            return false;

        HashSet<int> claimed = [.. held.Select(claim => claim.SheetNumber).OfType<int>()];
        HashSet<int> able = [.. _sheets.Values.Where(CanBeNext).Select(sheet => sheet.Parent)];
        return parents.All(parent => able.Contains(parent) || (_sheets.TryGetValue(parent, out ClaimableSheet sheet) && sheet.IsFinished));

        bool CanBeNext(ClaimableSheet sheet) =>
            sheet is { Parent: > 0, Status: SheetStatus.Pending, IsGone: false } && !claimed.Contains(sheet.Number);
    }

    /// <summary>Returns the sheets, with some as they were read as a whole: those that wait, and those that have items.</summary>
    public IReadOnlyList<ClaimableSheet> With(IEnumerable<Sheet> whole)
    {
        Add(whole.Where(sheet => _sheets.ContainsKey(sheet.Number)).Select(sheet => ClaimableJob.StateOf(sheet, _sheets[sheet.Number])).ToArray());
        return [.. _sheets.Values];
    }
}
