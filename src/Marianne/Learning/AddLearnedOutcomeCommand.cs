using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>
/// <para>Remembers what came of sheets, one or the lines of a CSV file.</para>
/// <para>Of the job and the workspace only hashes are kept.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "LearnedOutcome", SupportsShouldProcess = true)]
[OutputType(typeof(LearnedOutcome))]
public sealed class AddLearnedOutcomeCommand : RecordCmdlet<OutcomeReport, LearnedOutcome>
{
    /// <summary>The id or the name of the job; only its hash is kept.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it is empty.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("JobName", "Id")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string JobId { get; set; } = "";

    /// <summary>The id of the sheet, such as <c>nightly-sheet12</c>, or its number: the digits at the end count.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it is empty.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SheetNumber", "Number")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public string SheetId { get; set; } = "";

    /// <summary>The folder that the sheet worked in; only its hash is kept. It need not exist.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is empty, or not in the file system.</exception>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkspacePath")]
    [AllowEmptyString]
    public string Workspace { get; set; } = "";

    /// <summary>How long the sheet took: seconds from 0, or a TimeSpan. Default: 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ExecutionDuration")]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>How it ended. Default: Completed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SheetStatus]
    public SheetStatus? Status { get; set; }

    /// <summary>How often it was retried, 0 or more. Default: 0.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it is negative.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? RetryCount { get; set; }

    /// <summary>Whether its first attempt succeeded. Default: it is Completed and was not retried.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Truth]
    public bool? SuccessWithoutRetry { get; set; }

    /// <summary>The part of its validations that passed, 0 to 1. Default: 1.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it is outside 0 to 1.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Number]
    public double? ValidationPassRate { get; set; }

    /// <summary>The model that did the work. Default: none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The codes of the errors on the way; a text may hold several, with commas between. Default: none.</summary>
    /// <exception cref="MarianneException">InvalidRecord: one is empty or too long.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ErrorCode")]
    [WordList]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[]? ErrorCodes { get; set; }

    /// <summary>When the sheet started. Default: as long ago as it took.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Timestamp")]
    [Time]
    public DateTime? StartedAt { get; set; }

    private protected override string Action => "Remember outcomes";

    private protected override OutcomeReport Make()
    {
        TimeSpan duration = Duration ?? TimeSpan.Zero;
        var report = new OutcomeReport
        {
            JobId = JobId,
            SheetId = SheetId,
            WorkspacePath = FullPath(Workspace),
            Duration = duration,
            Status = Status ?? SheetStatus.Completed,
            RetryCount = RetryCount ?? 0,
            ValidationPassRate = ValidationPassRate ?? 1,
            Model = Model.OrNone(),
            ErrorCodes = ErrorCodes ?? [],
            StartedAt = Instant.Of(StartedAt) ?? TimeProvider.System.GetUtcNow() - duration,
        };
        if (SuccessWithoutRetry is { } success)
            report = report with { SuccessWithoutRetry = success };

        LearningValidator.Check(report);
        return report;
    }

    private protected override string NameOf(OutcomeReport record) => $"{record.JobId}, sheet {record.SheetId}";

    private protected override ValueTask<IReadOnlyList<LearnedOutcome>> RememberAsync(
        ILearningStore learning, IReadOnlyList<OutcomeReport> records) => learning.RecordOutcomesAsync(records, StopToken);
}
