using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Gathers what decides which sheets of a job can be claimed, from several queries.</summary>
internal sealed class ClaimableStateReader
{
    private ClaimableSheet[] _sheets = [];

    /// <summary>The job without its sheets; <c>null</c> if it does not exist.</summary>
    public Job? Job { get; private set; }

    /// <summary>The claims of the job.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>Indicates whether sheets wait, of which more has to be read.</summary>
    public bool HasWaiting => Array.Exists(_sheets, sheet => sheet.Status is SheetStatus.Waiting or SheetStatus.RetryScheduled);

    /// <summary>Adds the job.</summary>
    public void Add(Job job)
    {
        Job = job;
        _sheets =
        [
            .. Enumerable.Range(1, job.TotalSheets)
                .Select(number => new ClaimableSheet(number, SheetStatus.Pending, null, Takeovers: 0, IsClaimed: false)),
        ];
    }

    /// <summary>Reads the number and the state of a sheet. A sheet without a row is Pending.</summary>
    /// <param name="row">The row, positioned at the number.</param>
    public void AddState(RowReader row)
    {
        int number = row.Next(column => column.Count());
        SheetStatus status = row.Next(column => column.Status(SheetStatus.Unknown));
        if (Job?.HasSheet(number) == true)
            _sheets[number - 1] = _sheets[number - 1] with { Status = status };
    }

    /// <summary>Adds the items. Returns the numbers of the sheets that they belong to.</summary>
    /// <param name="items">The items, without their values.</param>
    public IReadOnlyCollection<int> Add(IEnumerable<NumberedItem> items)
    {
        HashSet<int> parents = [];
        foreach ((int number, SheetItem item) in items.Where(item => Job!.HasSheet(item.Number)))
        {
            _sheets[number - 1] = _sheets[number - 1] with { Parent = item.Parent, IsGone = item.Position is null };
            parents.Add(item.Parent);
        }

        return parents;
    }

    /// <summary>Returns all sheets, with some as they were read as a whole: those that wait, and those that have items.</summary>
    public IReadOnlyList<ClaimableSheet> SheetsWith(IEnumerable<Sheet> whole)
    {
        foreach (Sheet sheet in whole)
            _sheets[sheet.Number - 1] = ClaimableJob.StateOf(sheet, _sheets[sheet.Number - 1]);
        return _sheets;
    }
}
