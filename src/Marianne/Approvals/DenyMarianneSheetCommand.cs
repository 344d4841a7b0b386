using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Denies sheets that wait for approval.</summary>
[Cmdlet(VerbsLifecycle.Deny, "MarianneSheet", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Deny-MarianneSheet.md")]
[OutputType(typeof(MarianneApproval))]
public sealed class DenyMarianneSheetCommand() : AnswerSheetCmdlet(ApprovalDecision.Deny)
{
    /// <summary>
    /// Specifies why the sheet is denied, or what is to be changed. It is kept with the answer and, with <c>on_deny: retry</c>, given to
    /// the sheets that run again. By default, there is none. Secrets of the score that this session has in its environment are redacted.
    /// </summary>
    [Parameter]
    [Alias("Comment")]
    public string? Message { get; set; }

    private protected override string? Comment => Message;
}
