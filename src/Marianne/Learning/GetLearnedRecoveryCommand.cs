using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the recorded recoveries from errors, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedRecovery", SupportsPaging = true, HelpUri = HelpPage.Folder + "Get-LearnedRecovery.md")]
[OutputType(typeof(LearnedRecovery))]
public sealed class GetLearnedRecoveryCommand : ErrorFilterCmdlet
{
    /// <summary>
    /// Indicates whether the next attempt succeeded: <c>$true</c> gets only recoveries after which it succeeded,
    /// <c>$false</c> only the others. The default is both.
    /// </summary>
    [Parameter]
    [Truth]
    public bool? Recovered { get; set; }

    private protected override void Process()
    {
        var query = new RecoveryQuery { ErrorCode = ErrorCode, Model = Model.OrNone(), Recovered = Recovered };
        WritePaged(
            () => Learning.CountRecoveriesAsync(query, StopToken),
            (skip, first) => Read(Learning.ListRecoveriesAsync(query with { Skip = skip, First = first }, StopToken)),
            WriteRecovery);
    }
}
