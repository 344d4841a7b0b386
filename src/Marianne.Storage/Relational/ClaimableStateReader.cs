using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Gathers what decides which sheets of a job can be claimed, from several queries.</summary>
/// <param name="jobId">The job's id.</param>
internal sealed class ClaimableStateReader(string jobId)
{
    private ClaimableSheet[] _sheets = [];

    /// <summary>The job's id.</summary>
    public string JobId => jobId;

    /// <summary>The job without its sheets; <c>null</c> if it does not exist.</summary>
    public Job? Job { get; private set; }

    /// <summary>The claims of the job.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>Indicates whether sheets wait, of which more has to be read.</summary>
    public bool HasWaiting => Array.Exists(_sheets, sheet => sheet.Status is SheetStatus.Waiting or SheetStatus.RetryScheduled);

    /// <summary>Adds the job.</summary>
    public void Add(Job? job)
    {
        Job = job;
        _sheets =
        [
            .. Enumerable.Range(1, job?.TotalSheets ?? 0)
                .Select(number => new ClaimableSheet(number, SheetStatus.Pending, null, Takeovers: 0, IsClaimed: false)),
        ];
    }

    /// <summary>Reads rows of the numbers of sheets and their states. A sheet without a row is Pending.</summary>
    public async ValueTask ReadStatesAsync(RowReader rows)
    {
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            int number = rows.Next(column => column.Count());
            SheetStatus status = rows.Next(column => column.Status(SheetStatus.Unknown));
            if (Job?.HasSheet(number) != true)
                continue;

            _sheets[number - 1] = _sheets[number - 1] with { Status = status };
        }
    }

    /// <summary>Returns all sheets, with those that wait as they were read as a whole.</summary>
    public IReadOnlyList<ClaimableSheet> SheetsWith(IEnumerable<Sheet> waiting)
    {
        foreach (Sheet sheet in waiting)
            _sheets[sheet.Number - 1] = ClaimableJob.StateOf(sheet);
        return _sheets;
    }
}
