using Marianne.Collections;

namespace Marianne.Jobs;

/// <summary>A durable job: the state of its sheets, from which a later process resumes.</summary>
public sealed class Job : StoredObject
{
    /// <summary>Creates a job that is not in a store yet.</summary>
    /// <param name="id">The job's id, unique in a store: 1 to 256 characters, no control characters.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="totalSheets">The number of sheets, 1 or more.</param>
    /// <param name="createdAt">The time at which the job is created.</param>
    public Job(string id, string name, int totalSheets, DateTimeOffset createdAt)
    {
        Sheets = new SheetList(id, totalSheets) { Owner = this };
        Id = id;
        Name = name;
        TotalSheets = totalSheets;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
    }

    /// <summary>The job's id, unique in its store: 1 to 256 characters, no control characters.</summary>
    public string Id { get; }

    /// <summary>The job's name. Several jobs may have the same name.</summary>
    public string Name { get; set => field = Change(value); }

    /// <summary>The purpose of the job.</summary>
    public string? Description { get; set => field = Change(value); }

    /// <summary>
    /// The job's tags: free words by which it is found, each once without regard to case. The default is no tags.
    /// </summary>
    public IReadOnlyList<string> Tag
    {
        get;
        set
        {
            field = Change(JobTags.Of(value));
            HasChangedTags = true;
        }
    } = JobTags.None;

    /// <summary>The job's current status. The default is <see cref="JobStatus.Pending"/>.</summary>
    public JobStatus Status { get; set => field = Change(value); }

    /// <summary>The number of sheets, 1 or more.</summary>
    public int TotalSheets { get; set => field = Sheets.Count = Change(value); }

    /// <summary>
    /// The highest number of a completed sheet; 0 if there is none. It never decreases: a lower value is ignored.
    /// </summary>
    public int LastCompletedSheet { get; set => field = Change(Math.Max(field, value)); }

    /// <summary>The number of the sheet that was started last and is still in progress; <c>null</c> if there is none.</summary>
    public int? CurrentSheet { get; set => field = Change(value); }

    /// <summary>The hash of the job's configuration: see <see cref="Jobs.ConfigHash"/>.</summary>
    public string? ConfigHash { get; set => field = Change(value); }

    /// <summary>The full path of the file from which the configuration was read; <c>null</c> if it was not a file.</summary>
    public string? ConfigPath { get; set => field = Change(value); }

    /// <summary>The complete configuration, a JSON object as text, so that the job can be resumed without its file.</summary>
    public string? ConfigSnapshot { get; set => field = Change(value); }

    /// <summary>The process that runs the job; <c>null</c> if none does.</summary>
    public RunnerProcess? Runner { get; internal set => field = Change(value); }

    /// <summary>The id of the process that runs the job; <c>null</c> if none does.</summary>
    public int? Pid => Runner?.Pid;

    /// <summary>The reason why the job failed or was paused; <c>null</c> if there is none.</summary>
    public string? ErrorMessage { get; set => field = Change(value); }

    /// <summary>The number of times a sheet failed.</summary>
    public int TotalRetryCount { get; set => field = Change(value); }

    /// <summary>The number of times a sheet waited for a rate limit.</summary>
    public int RateLimitWaits { get; set => field = Change(value); }

    /// <summary>The time at which the job was created.</summary>
    public DateTimeOffset CreatedAt { get; internal set => field = Change(value); }

    /// <summary>
    /// The time at which the job was last saved, to the microsecond. A save compares it to detect conflicts: see
    /// <see cref="IJobRepository.SaveAsync"/>.
    /// </summary>
    public DateTimeOffset UpdatedAt { get; internal set => field = Change(value); }

    /// <summary>The time at which the first sheet was started.</summary>
    public DateTimeOffset? StartedAt { get; set => field = Change(value); }

    /// <summary>The time at which the job was completed or failed.</summary>
    public DateTimeOffset? CompletedAt { get; set => field = Change(value); }

    /// <summary>The id of the job that this one was forked from; <c>null</c> if it was not forked. That job may have been removed.</summary>
    public string? ForkedFrom { get; internal set => field = Change(value); }

    /// <summary>
    /// The id that distinguishes the job from the other runs of its score, such as a date; <c>null</c> if it has none.
    /// </summary>
    public string? RunId { get; internal set => field = Change(value); }

    /// <summary>The sheets by number: index 0 is sheet 1.</summary>
    public SheetList Sheets { get; private set; }

    /// <summary>Indicates whether the job was Running although its runner process was dead when the job was loaded.</summary>
    public bool IsZombie { get; internal set; }

    /// <summary>The number of sheets that are Completed or Skipped, and the number of all sheets.</summary>
    public JobProgress Progress => new(Sheets.Known.Count(sheet => sheet.IsFinished), TotalSheets);

    /// <summary>The cost of all sheets so far, in US dollars.</summary>
    public decimal Cost => Sheets.Known.Sum(sheet => sheet.Measures.Cost);

    /// <summary>Where the cost comes from: the least reliable source of all sheets; <c>null</c> if there is no cost.</summary>
    public CostSource? CostSource => Sheets.Known.Max(sheet => sheet.Measures.CostSource);

    /// <summary>
    /// What the sheets that could start next need and no live worker announces, so that the job does not advance: see
    /// <see cref="Sheet.MissingAbility"/>. The default is an empty list.
    /// </summary>
    public IReadOnlyList<string> MissingAbilities => ReadOnlyItems<string>.Of(
        [.. Sheets.Known.Where(sheet => sheet.MissingAbility is not null).OrderBy(sheet => sheet.Number).Select(sheet => sheet.MissingAbility!).Distinct()]);

    /// <summary>Indicates whether the job is Completed or Cancelled. A Failed job can be resumed.</summary>
    public bool IsFinished => Status is JobStatus.Completed or JobStatus.Cancelled;

    /// <summary>Indicates whether the configuration is a score whose sheets can have items.</summary>
    internal bool HasItems => ConfigSnapshot?.Contains("for_each\"", StringComparison.Ordinal) == true;

    /// <summary>
    /// Indicates whether the job was loaded from a store or saved to one, so that a save must detect later changes of others.
    /// </summary>
    internal bool IsStored { get; private set; }

    /// <summary>Indicates whether the tags were set since the job was loaded or saved.</summary>
    internal bool HasChangedTags { get; private set; }

    /// <summary>
    /// Returns the job, if a stored value of it could not be read, and the sheets for which the same is true.
    /// </summary>
    public IEnumerable<StoredObject> FindDamaged()
    {
        if (Unreadable.Count > 0)
            yield return this;
        foreach (Sheet sheet in Sheets.Known)
        {
            if (sheet.Unreadable.Count > 0)
                yield return sheet;
        }
    }

    /// <summary>Returns a copy that shares the list of sheets.</summary>
    internal Job CopyHeader() => (Job)CopyShell();

    /// <summary>Returns a copy whose own list has the same sheets. A sheet must be copied before it is changed.</summary>
    internal Job CopyWithSheets() => CopyWith(Sheets.Copy());

    /// <summary>Returns a copy without the sheets.</summary>
    internal Job CopyWithoutSheets() => CopyWith(new SheetList(Id, TotalSheets));

    /// <summary>Returns a copy that shares no mutable state.</summary>
    public Job Copy() => CopyWith(Sheets.CopyOfEach());

    private Job CopyWith(SheetList sheets)
    {
        var copy = (Job)CopyShell();
        copy.Sheets = sheets;
        sheets.Owner = copy;
        return copy;
    }

    /// <summary>Marks the job and its sheets as unchanged: the store has exactly this version.</summary>
    /// <param name="updatedAt">The time at which this version was saved.</param>
    internal void AcceptAll(DateTimeOffset updatedAt)
    {
        if (UpdatedAt != updatedAt)
            UpdatedAt = updatedAt; // Setting it would discard a stored value that could not be read.

        IsStored = true;
        AcceptChanges();
        Sheets.AcceptChanges();
    }

    /// <inheritdoc/>
    internal override void AcceptChanges()
    {
        base.AcceptChanges();
        HasChangedTags = false;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
