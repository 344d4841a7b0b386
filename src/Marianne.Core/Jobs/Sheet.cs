using System.Runtime.CompilerServices;

namespace Marianne.Jobs;

/// <summary>A numbered unit of a job. Its state is saved whenever it is started, completed, retried or skipped.</summary>
public sealed class Sheet : StoredObject
{
    /// <summary>Creates a Pending sheet.</summary>
    /// <param name="jobId">The id of the sheet's job.</param>
    /// <param name="number">The sheet's number, 1 or more.</param>
    public Sheet(string jobId, int number)
    {
        JobId = jobId;
        Number = number;
    }

    /// <summary>The id of the sheet's job.</summary>
    public string JobId { get; private set; }

    /// <summary>The sheet's number, from 1.</summary>
    public int Number { get; }

    /// <summary>
    /// The sheet's name in the score of its job; <c>null</c> if it has none, or if the sheet is a copy without its job.
    /// </summary>
    public string? Name => List?.NameOf(Number);

    /// <summary>The key of the item that the sheet works on; <c>null</c> if it is not the sheet of an item.</summary>
    public string? ItemKey => Item?.Key;

    /// <summary>The sheet's current status. The default is <see cref="SheetStatus.Pending"/>.</summary>
    public SheetStatus Status
    {
        get;
        set
        {
            StatusChanged |= value != field;
            field = Change(value);
        }
    }

    /// <summary>
    /// What no live worker announces although this sheet, which could start next, needs it: <c>command</c>, <c>script</c>,
    /// <c>prompt</c>, or <c>prompt:</c> with the name of an instrument. It is <c>null</c> if a worker can run the sheet, and for all
    /// sheets of jobs that are not queued. A store does not fill it.
    /// </summary>
    public string? MissingAbility { get; internal set; }

    /// <summary>The time at which the last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; set => field = ChangeMeasured(value); }

    /// <summary>The time at which the last attempt ended.</summary>
    public DateTimeOffset? CompletedAt { get; set => field = Change(value); }

    /// <summary>The number of attempts.</summary>
    public int AttemptCount { get; set => field = ChangeMeasured(value); }

    /// <summary>The exit code of the last attempt.</summary>
    public int? ExitCode { get; set => field = Change(value); }

    /// <summary>The reason why the sheet failed, waits or was skipped.</summary>
    public string? ErrorMessage { get; set => field = Change(value); }

    /// <summary>The kind of failure: one of <see cref="ErrorCategories"/>.</summary>
    public string? ErrorCategory { get; set => field = Change(value); }

    /// <summary>Indicates whether the result is valid; <c>null</c> if it was not validated.</summary>
    public bool? ValidationPassed { get; set => field = Change(value); }

    /// <summary>The result of each validation rule.</summary>
    public IReadOnlyList<ValidationDetail>? ValidationDetails { get; set => field = Change(value); }

    /// <summary>The number of attempts that only completed a partly valid result.</summary>
    public int CompletionAttempts { get; set => field = Change(value); }

    /// <summary>The names of the validations that passed.</summary>
    public IReadOnlyList<string> PassedValidations { get; set => field = Change(value ?? []); } = [];

    /// <summary>The names of the validations that failed.</summary>
    public IReadOnlyList<string> FailedValidations { get; set => field = Change(value ?? []); } = [];

    /// <summary>The percentage of validations that passed last, 0 to 100; <c>null</c> if there were none.</summary>
    public double? LastPassPercentage { get; set => field = Change(value); }

    /// <summary>
    /// The purpose of the last attempt, or of the next one while the sheet waits for it: one of <see cref="ExecutionModes"/>.
    /// </summary>
    public string? ExecutionMode { get; set => field = Change(value); }

    /// <summary>Data that the sheet stores with its outcome: a JSON object as text.</summary>
    public string? OutcomeData { get; set => field = Change(value); }

    /// <summary>The confidence in the result, 0 to 1.</summary>
    public double? ConfidenceScore { get; set => field = Change(value); }

    /// <summary>The names of the learned patterns that were applied.</summary>
    public IReadOnlyList<string> LearnedPatterns { get; set => field = Change(value ?? []); } = [];

    /// <summary>The number of similar outcomes that were known at the start.</summary>
    public int SimilarOutcomesCount { get; set => field = Change(value); }

    /// <summary>Indicates whether the first attempt succeeded.</summary>
    public bool SuccessWithoutRetry { get; set => field = Change(value); }

    /// <summary>The outcome: one of <see cref="OutcomeCategories"/>.</summary>
    public string? OutcomeCategory { get; set => field = Change(value); }

    /// <summary>The duration of the last attempt.</summary>
    public TimeSpan? ExecutionDuration
    {
        get => ExecutionSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        set => ExecutionSeconds = Change(value?.TotalSeconds);
    }

    /// <summary>
    /// <see cref="ExecutionDuration"/> in seconds, as stores keep it: a TimeSpan is not precise enough for every stored
    /// value.
    /// </summary>
    internal double? ExecutionSeconds { get; set; }

    /// <summary>The number of the signal that ended the process.</summary>
    public int? ExitSignal { get; set => field = Change(value); }

    /// <summary>The way in which the process ended: one of <see cref="ExitReasons"/>.</summary>
    public string? ExitReason { get; set => field = Change(value); }

    /// <summary>The measures of the sheet beyond the properties that implementations share.</summary>
    public SheetMeasures Measures { get; set => field = ChangeMeasured(value ?? SheetMeasures.None); } = SheetMeasures.None;

    /// <summary>Indicates whether the sheet is Completed or Skipped.</summary>
    public bool IsFinished => Status is SheetStatus.Completed or SheetStatus.Skipped;

    /// <summary>Indicates whether the sheet has measures that a store has to keep.</summary>
    internal bool HasMeasures => Measures != SheetMeasures.None || Unreadable.ContainsKey(nameof(Measures));

    /// <summary>Indicates whether the store has measures of the sheet, as of the last load or save.</summary>
    internal bool HadMeasures { get; private set; }

    /// <summary>
    /// Indicates whether the measures, or the attempt to which they belong, changed since the last load or save.
    /// </summary>
    internal bool MeasuresChanged { get; private set; }

    /// <summary>Indicates whether the status changed since the last load or save.</summary>
    internal bool StatusChanged { get; private set; }

    /// <summary>The item that the sheet works on; <c>null</c> if there is none.</summary>
    internal SheetItem? Item { get; private set; }

    /// <summary>Indicates whether the item changed since the last load or save.</summary>
    internal bool ItemChanged { get; private set; }

    /// <summary>The list that contains the sheet and tracks its changes.</summary>
    internal SheetList? List { get; set; }

    /// <summary>Returns a copy. A change of one does not affect the other.</summary>
    public Sheet Copy()
    {
        var copy = (Sheet)CopyShell();
        copy.List = null;
        return copy;
    }

    /// <summary>Returns a copy that belongs to another job.</summary>
    /// <param name="jobId">The id of that job.</param>
    internal Sheet CopyTo(string jobId)
    {
        Sheet copy = Copy();
        copy.JobId = jobId;
        copy.MarkChanged();
        return copy;
    }

    /// <inheritdoc/>
    internal override void AcceptChanges()
    {
        base.AcceptChanges();
        HadMeasures = HasMeasures;
        MeasuresChanged = false;
        StatusChanged = false;
        ItemChanged = false;
    }

    /// <summary>Sets the item as the store has it.</summary>
    /// <param name="item">The item.</param>
    internal void LoadItem(SheetItem item) => Item = item;

    /// <summary>Sets the item. A store keeps it apart from the sheet, so this is not a change of the sheet itself.</summary>
    /// <param name="item">The item.</param>
    internal void SetItem(SheetItem item)
    {
        Item = item;
        ItemChanged = true;
        List?.RecordChange(this);
    }

    /// <inheritdoc/>
    private protected override void OnChanged() => List?.RecordChange(this);

    /// <summary>Called by the setters of the properties that a store keeps with the measures.</summary>
    private T ChangeMeasured<T>(T value, [CallerMemberName] string property = "")
    {
        MeasuresChanged = true;
        return Change(value, property);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{JobId}#{Number}";
}
