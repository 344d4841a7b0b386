using System.Runtime.CompilerServices;

namespace Marianne.Jobs;

/// <summary>One numbered part of a job: the unit that is checkpointed, retried and skipped.</summary>
public sealed class Sheet : StoredObject
{
    /// <summary>Makes a sheet that never started.</summary>
    /// <param name="jobId">The id of its job.</param>
    /// <param name="number">Its number, 1 or more.</param>
    public Sheet(string jobId, int number)
    {
        JobId = jobId;
        Number = number;
    }

    /// <summary>The id of its job.</summary>
    public string JobId { get; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>Where it stands. Default: Pending.</summary>
    public SheetStatus Status { get; set => field = Change(value); }

    /// <summary>When its last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; set => field = ChangeMeasured(value); }

    /// <summary>When its last attempt ended.</summary>
    public DateTimeOffset? CompletedAt { get; set => field = Change(value); }

    /// <summary>How often it was started.</summary>
    public int AttemptCount { get; set => field = ChangeMeasured(value); }

    /// <summary>The exit code of its last attempt.</summary>
    public int? ExitCode { get; set => field = Change(value); }

    /// <summary>Why it failed or was skipped.</summary>
    public string? ErrorMessage { get; set => field = Change(value); }

    /// <summary>The kind of failure: one of <see cref="ErrorCategories"/>.</summary>
    public string? ErrorCategory { get; set => field = Change(value); }

    /// <summary>Whether its result was valid; nothing when it was not checked.</summary>
    public bool? ValidationPassed { get; set => field = Change(value); }

    /// <summary>The result of each validation rule.</summary>
    public IReadOnlyList<ValidationDetail>? ValidationDetails { get; set => field = Change(value); }

    /// <summary>How often it was tried again only to complete what was missing.</summary>
    public int CompletionAttempts { get; set => field = Change(value); }

    /// <summary>The validations that passed.</summary>
    public IReadOnlyList<string> PassedValidations { get; set => field = Change(value ?? []); } = [];

    /// <summary>The validations that failed.</summary>
    public IReadOnlyList<string> FailedValidations { get; set => field = Change(value ?? []); } = [];

    /// <summary>How many of the validations passed at the last check, in percent.</summary>
    public double? LastPassPercentage { get; set => field = Change(value); }

    /// <summary>
    /// What its last attempt was for, or the next one while it waits for that: one of <see cref="ExecutionModes"/>.
    /// </summary>
    public string? ExecutionMode { get; set => field = Change(value); }

    /// <summary>What the sheet itself wants remembered: a JSON object, as text.</summary>
    public string? OutcomeData { get; set => field = Change(value); }

    /// <summary>How sure the result is, 0 to 1.</summary>
    public double? ConfidenceScore { get; set => field = Change(value); }

    /// <summary>The names of the learned patterns that were applied.</summary>
    public IReadOnlyList<string> LearnedPatterns { get; set => field = Change(value ?? []); } = [];

    /// <summary>How many similar outcomes were known when it started.</summary>
    public int SimilarOutcomesCount { get; set => field = Change(value); }

    /// <summary>Whether its first attempt succeeded.</summary>
    public bool SuccessWithoutRetry { get; set => field = Change(value); }

    /// <summary>What came of it: one of <see cref="OutcomeCategories"/>.</summary>
    public string? OutcomeCategory { get; set => field = Change(value); }

    /// <summary>How long its last attempt took.</summary>
    public TimeSpan? ExecutionDuration
    {
        get => ExecutionSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        set => ExecutionSeconds = Change(value?.TotalSeconds);
    }

    /// <summary>The same in seconds, as stores keep it: a TimeSpan cannot hold every fraction that a file may.</summary>
    internal double? ExecutionSeconds { get; set; }

    /// <summary>The signal that ended its process.</summary>
    public int? ExitSignal { get; set => field = Change(value); }

    /// <summary>How its process ended: one of <see cref="ExitReasons"/>.</summary>
    public string? ExitReason { get; set => field = Change(value); }

    /// <summary>What a run measured of it beyond that.</summary>
    public SheetMeasures Measures { get; set => field = ChangeMeasured(value ?? SheetMeasures.None); } = SheetMeasures.None;

    /// <summary>Whether it counts as done: Completed or Skipped.</summary>
    public bool IsFinished => Status is SheetStatus.Completed or SheetStatus.Skipped;

    /// <summary>Whether there is anything for a store to keep of its measures.</summary>
    internal bool IsMeasured => Measures != SheetMeasures.None || Unreadable.ContainsKey(nameof(Measures));

    /// <summary>Whether the store it came from, or was last saved in, keeps something of its measures.</summary>
    internal bool WasMeasured { get; private set; }

    /// <summary>Whether its measures, or the attempt that they belong to, changed since it was loaded or saved.</summary>
    internal bool IsMeasuredAnew { get; private set; }

    /// <summary>The list that it is in, which keeps count of what changed.</summary>
    internal SheetList? List { get; set; }

    /// <summary>A copy; changing one does not change the other.</summary>
    public Sheet Copy()
    {
        var copy = (Sheet)CopyShell();
        copy.List = null;
        return copy;
    }

    /// <inheritdoc/>
    internal override void AcceptChanges()
    {
        base.AcceptChanges();
        WasMeasured = IsMeasured;
        IsMeasuredAnew = false;
    }

    /// <inheritdoc/>
    private protected override void OnChanged() => List?.NoteChange(this);

    /// <summary>The setters of what a store keeps with the measures pass their values through here.</summary>
    private T ChangeMeasured<T>(T value, [CallerMemberName] string property = "")
    {
        IsMeasuredAnew = true;
        return Change(value, property);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{JobId}#{Number}";
}
