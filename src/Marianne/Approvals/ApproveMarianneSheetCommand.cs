using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Approves sheets that wait for approval, so that the next run starts them.</summary>
[Cmdlet(VerbsLifecycle.Approve, "MarianneSheet", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Approve-MarianneSheet.md")]
[OutputType(typeof(MarianneApproval))]
public sealed class ApproveMarianneSheetCommand() : AnswerSheetCmdlet(ApprovalDecision.Approve)
{
    /// <summary>
    /// Specifies a message that is kept with the answer. By default, there is none. Secrets of the score that this session has in its
    /// environment are redacted.
    /// </summary>
    [Parameter]
    [Alias("Comment")]
    public string? Message { get; set; }

    private protected override string? Comment => Message;
}
