using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Records the outcomes of sheets in the learning store.</summary>
[Cmdlet(VerbsCommon.Add, "LearnedOutcome", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Add-LearnedOutcome.md")]
[OutputType(typeof(LearnedOutcome))]
public sealed class AddLearnedOutcomeCommand : RecordCmdlet<OutcomeReport, LearnedOutcome>
{
    /// <summary>Specifies the id or the name of the job. Only its hash is stored.</summary>
    /// <exception cref="MarianneException">InvalidRecord: the value is empty.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("JobName", "MarianneJobId", "Id")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string JobId { get; set; } = "";

    /// <summary>
    /// Specifies the id of the sheet, such as <c>nightly-sheet12</c>, or its number. The digits at the end of an id are
    /// the number of the sheet; an id without digits has the number 0.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the value is empty.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SheetNumber", "Number")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public string SheetId { get; set; } = "";

    /// <summary>
    /// Specifies the folder of the workspace. A relative path is resolved from the current location. The folder does
    /// not have to exist. Wildcards are not supported.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the path is empty or not in the file system.</exception>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("WorkspacePath")]
    [AllowEmptyString]
    public string Workspace { get; set; } = "";

    /// <summary>
    /// Specifies how long the sheet took: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as '00:01:30', or a
    /// TimeSpan. The minimum is 0. The default is 0.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ExecutionDuration")]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>
    /// Specifies how the sheet ended: Completed, Failed, Skipped or another status of a sheet, not case-sensitive. The
    /// default is Completed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SheetStatus]
    public SheetStatus? Status { get; set; }

    /// <summary>Specifies the number of retries of the sheet. The minimum is 0. The default is 0.</summary>
    /// <exception cref="MarianneException">InvalidRecord: the number is negative.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? RetryCount { get; set; }

    /// <summary>
    /// Indicates whether the first attempt of the sheet succeeded: <c>$true</c> or <c>$false</c>; from a file also
    /// true, false, yes, no, 1 or 0. The default is <c>$true</c> if the sheet is Completed and was not retried.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Truth]
    public bool? SuccessWithoutRetry { get; set; }

    /// <summary>
    /// Specifies the fraction of the validations of the sheet that passed, from 0 to 1. The default is 1.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the number is outside the range 0 to 1.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Number]
    public double? ValidationPassRate { get; set; }

    /// <summary>
    /// Specifies the model that did the work, with a maximum of 256 characters. The default is no model.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Specifies the codes of the errors that occurred during the sheet, each 1 to 64 characters. One string can
    /// contain several codes, separated by commas or semicolons. The default is no errors.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: a code is empty or too long.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ErrorCode")]
    [WordList]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[]? ErrorCodes { get; set; }

    /// <summary>
    /// Specifies the time at which the sheet started. A time without a time zone is local time; in a string, the month
    /// comes before the day. The default is the current time minus the duration.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Timestamp")]
    [Time]
    public DateTime? StartedAt { get; set; }

    private protected override string Action => "Record outcomes";

    private protected override OutcomeReport CreateRecord()
    {
        CheckJob();
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

    // Binding by property name takes the Id of any object, such as that of an outcome.
    private void CheckJob()
    {
        bool isBoundByName = InputObject is not null && !IsOnCommandLine(nameof(JobId));
        if (isBoundByName && ModuleType.NameOf(InputObject!) is not null && JobIdAttribute.Find(InputObject!) is null)
            throw ParameterErrors.NoJob(InputObject!);
    }

    private protected override string NameOf(OutcomeReport record) => $"{record.JobId}, sheet {record.SheetId}";

    private protected override ValueTask<IReadOnlyList<LearnedOutcome>> RecordAsync(
        ILearningStore learning, IReadOnlyList<OutcomeReport> records) => learning.RecordOutcomesAsync(records, StopToken);
}
