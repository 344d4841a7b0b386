using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Remembers what came of waits after errors, one or the lines of a CSV file.</summary>
[Cmdlet(VerbsCommon.Add, "LearnedRecovery", SupportsShouldProcess = true)]
[OutputType(typeof(LearnedRecovery))]
public sealed class AddLearnedRecoveryCommand : RecordCmdlet<LearnedRecovery, LearnedRecovery>
{
    /// <summary>The code of the error, such as <c>E103</c>: 1 to 64 characters, no control characters.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it cannot be one.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string ErrorCode { get; set; } = "";

    /// <summary>How long it did wait: seconds from 0, or a TimeSpan.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Duration(IsRequired = true)]
    public TimeSpan ActualWait { get; set; }

    /// <summary>Whether the next attempt went well.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Truth(IsRequired = true)]
    public bool Recovered { get; set; }

    /// <summary>How long it was to wait: seconds from 0, or a TimeSpan. Default: as long as it did.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? SuggestedWait { get; set; }

    /// <summary>The model that was called: up to 256 characters. Default: none.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it cannot be one.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    private protected override string Action => "Remember recoveries";

    private protected override LearnedRecovery Make()
    {
        var recovery = new LearnedRecovery
        {
            ErrorCode = ErrorCode,
            Model = Model.OrNone(),
            SuggestedWait = SuggestedWait ?? ActualWait,
            ActualWait = ActualWait,
            Recovered = Recovered,
        };
        LearningValidator.Check(recovery);
        return recovery;
    }

    private protected override string NameOf(LearnedRecovery record) => record.ErrorCode;

    private protected override ValueTask<IReadOnlyList<LearnedRecovery>> RememberAsync(
        ILearningStore learning, IReadOnlyList<LearnedRecovery> records) => learning.RecordRecoveriesAsync(records, StopToken);
}
