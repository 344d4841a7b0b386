using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Removes limits across jobs.</summary>
[Cmdlet(VerbsCommon.Remove, "MarianneLimit", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Remove-MarianneLimit.md")]
public sealed class RemoveMarianneLimitCommand : LimitCmdlet
{
    /// <summary>
    /// Specifies the names of the limits. Names are case-sensitive, and wildcards are not supported: characters such as <c>*</c> and
    /// <c>[1]</c> are part of the name. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">LimitNotFound: the limit does not exist. The other names are processed.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [LimitName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LimitNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void Process() => ForEach(Name, name =>
    {
        if (Find(name) is null)
            throw LimitErrors.NotFound(name);
        if (ShouldProcess(name, "Remove the limit") && !Wait(Learning.DeleteLimitAsync(name, StopToken)))
            throw LimitErrors.NotFound(name);
    });
}
