using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Records recoveries: waits after errors, and whether they sufficed.</summary>
[Cmdlet(
    VerbsCommon.Add,
    "LearnedRecovery",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Add-LearnedRecovery.md")]
[OutputType(typeof(LearnedRecovery))]
public sealed class AddLearnedRecoveryCommand : RecordCmdlet<LearnedRecovery, LearnedRecovery>
{
    /// <summary>
    /// Specifies the code of the error, such as <c>E103</c>: 1 to 64 characters, no control characters. You choose the
    /// codes; use the same code wherever the same wait helps. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the code is not valid.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string ErrorCode { get; set; } = "";

    /// <summary>
    /// Specifies how long the wait was: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as '00:01:30', or a
    /// TimeSpan. The minimum is 0.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Duration(IsRequired = true)]
    public TimeSpan ActualWait { get; set; }

    /// <summary>
    /// Indicates whether the next attempt succeeded: <c>$true</c> or <c>$false</c>; from a file also true, false, yes,
    /// no, 1 or 0.
    /// </summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Truth(IsRequired = true)]
    public bool Recovered { get; set; }

    /// <summary>
    /// Specifies how long the wait was supposed to be: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as
    /// '00:01:30', or a TimeSpan. The minimum is 0. The default is the value of <c>-ActualWait</c>.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? SuggestedWait { get; set; }

    /// <summary>
    /// Specifies the model that was called, with a maximum of 256 characters. The default is no model. Tab completion
    /// is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the name is too long or has control characters.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Specifies the id of the incident that the attempt belongs to, with a maximum of 256 characters. Use one id for all attempts
    /// after the same error. The default is an incident of its own.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the id is too long or has control characters.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Incident { get; set; }

    /// <summary>
    /// Specifies when the incident began: the time of its first error. With it, recoveries at certain times of the clock are
    /// recognized.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Time]
    public DateTime? Since { get; set; }

    /// <summary>
    /// Specifies the time from the first error to the reset time that the service named: a number of seconds such as 90 or '1.5', a
    /// text such as 30s, 10m or 2h, a time such as '00:01:30', or a TimeSpan. The minimum is 0. The default is none.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? Hint { get; set; }

    /// <summary>
    /// Specifies the service that was called, with a maximum of 256 characters. The default is no service. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the name is too long or has control characters.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedServiceCompleter))]
    public string? Service { get; set; }

    private protected override string Action => "Record recoveries";

    private protected override LearnedRecovery CreateRecord()
    {
        var recovery = new LearnedRecovery
        {
            ErrorCode = ErrorCode,
            Model = Model.OrNone(),
            SuggestedWait = SuggestedWait ?? ActualWait,
            ActualWait = ActualWait,
            Recovered = Recovered,
            Incident = Incident.OrNone(),
            Since = Instant.Of(Since),
            Hint = Hint,
            Service = Service.OrNone(),
        };
        LearningValidator.Check(recovery);
        return recovery;
    }

    private protected override string NameOf(LearnedRecovery record) => record.ErrorCode;

    private protected override ValueTask<IReadOnlyList<LearnedRecovery>> RecordAsync(
        ILearningStore learning, IReadOnlyList<LearnedRecovery> records) => learning.RecordRecoveriesAsync(records, StopToken);
}
