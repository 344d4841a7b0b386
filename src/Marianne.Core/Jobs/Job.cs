namespace Marianne.Jobs;

/// <summary>A run of numbered sheets: what a later process needs to go on where an earlier one stopped.</summary>
public sealed class Job : StoredObject
{
    /// <summary>Makes a job that no store holds yet.</summary>
    /// <param name="id">Its id, unique in a store: 1 to 256 characters, no control characters.</param>
    /// <param name="name">Its name.</param>
    /// <param name="totalSheets">How many sheets it has, 1 or more.</param>
    /// <param name="createdAt">When it was made.</param>
    public Job(string id, string name, int totalSheets, DateTimeOffset createdAt)
    {
        Sheets = new SheetList(id, totalSheets);
        Id = id;
        Name = name;
        TotalSheets = totalSheets;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
    }

    /// <summary>Its id, unique in its store.</summary>
    public string Id { get; }

    /// <summary>Its name; many jobs may share one.</summary>
    public string Name { get; set => field = Change(value); }

    /// <summary>What it is for.</summary>
    public string? Description { get; set => field = Change(value); }

    /// <summary>Where it stands. Default: Pending.</summary>
    public JobStatus Status { get; set => field = Change(value); }

    /// <summary>How many sheets it has, 1 or more.</summary>
    public int TotalSheets { get; set => field = Sheets.Count = Change(value); }

    /// <summary>The highest number of a sheet that was completed. It never goes back: a lower value is not taken.</summary>
    public int LastCompletedSheet { get; set => field = Change(Math.Max(field, value)); }

    /// <summary>The number of the sheet that was started last and has not ended.</summary>
    public int? CurrentSheet { get; set => field = Change(value); }

    /// <summary>A hash of its configuration.</summary>
    public string? ConfigHash { get; set => field = Change(value); }

    /// <summary>The file that its configuration came from.</summary>
    public string? ConfigPath { get; set => field = Change(value); }

    /// <summary>Its whole configuration, so that it resumes without its file: a JSON object, as text.</summary>
    public string? ConfigSnapshot { get; set => field = Change(value); }

    /// <summary>The process that plays it.</summary>
    public RunnerProcess? Runner { get; internal set => field = Change(value); }

    /// <summary>The id of the process that plays it.</summary>
    public int? Pid => Runner?.Pid;

    /// <summary>Why it failed, or what happened to it.</summary>
    public string? ErrorMessage { get; set => field = Change(value); }

    /// <summary>How often a sheet of it failed.</summary>
    public int TotalRetryCount { get; set => field = Change(value); }

    /// <summary>How often it waited for a rate limit.</summary>
    public int RateLimitWaits { get; set => field = Change(value); }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; internal set => field = Change(value); }

    /// <summary>When it was last saved, to the microsecond. A save compares it: see <see cref="IJobRepository.SaveAsync"/>.</summary>
    public DateTimeOffset UpdatedAt { get; internal set => field = Change(value); }

    /// <summary>When its first sheet was started.</summary>
    public DateTimeOffset? StartedAt { get; set => field = Change(value); }

    /// <summary>When it was completed or given up.</summary>
    public DateTimeOffset? CompletedAt { get; set => field = Change(value); }

    /// <summary>Its sheets, in order.</summary>
    public SheetList Sheets { get; private set; }

    /// <summary>Whether it was Running under a process that was dead when it was loaded.</summary>
    public bool IsZombie { get; internal set; }

    /// <summary>How many of its sheets are done.</summary>
    public JobProgress Progress => new(Sheets.Known.Count(sheet => sheet.IsFinished), TotalSheets);

    /// <summary>What its sheets cost so far, in US dollars.</summary>
    public decimal Cost => Sheets.Known.Sum(sheet => sheet.Measures.Cost);

    /// <summary>Whether it is over: Completed or Cancelled. A Failed job can be resumed.</summary>
    public bool IsFinished => Status is JobStatus.Completed or JobStatus.Cancelled;

    /// <summary>Whether a store gave it or took it, so that saving it must not overwrite what others saved since.</summary>
    internal bool IsStored { get; private set; }

    /// <summary>The job itself and those of its sheets that hold a value which could not be read.</summary>
    public IEnumerable<StoredObject> FindDamaged() =>
        Sheets.Known.Prepend<StoredObject>(this).Where(stored => stored.Unreadable.Count > 0);

    /// <summary>A copy that shares the list of sheets.</summary>
    internal Job CopyHeader() => (Job)CopyShell();

    /// <summary>A copy with the same sheets in a list of its own; a sheet is copied when it is changed.</summary>
    internal Job CopyWithSheets()
    {
        var copy = (Job)CopyShell();
        copy.Sheets = Sheets.Copy();
        return copy;
    }

    /// <summary>A copy of the job alone.</summary>
    internal Job CopyWithoutSheets()
    {
        var copy = (Job)CopyShell();
        copy.Sheets = new SheetList(Id, TotalSheets);
        return copy;
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    public Job Copy()
    {
        Job copy = CopyWithSheets();
        foreach (Sheet sheet in Sheets.Known)
            copy.Sheets.Put(sheet.Copy());
        return copy;
    }

    /// <summary>Says that a store now holds exactly this, as of a time.</summary>
    internal void AcceptAll(DateTimeOffset updatedAt)
    {
        if (UpdatedAt != updatedAt)
            UpdatedAt = updatedAt; // Setting it would forget that the store's own could not be read.

        IsStored = true;
        AcceptChanges();
        Sheets.AcceptChanges();
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
