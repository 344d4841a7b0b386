using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets how long a store keeps jobs that have ended.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneRetention", HelpUri = HelpPage.Folder + "Get-MarianneRetention.md")]
[OutputType(typeof(RetentionRule))]
public sealed class GetMarianneRetentionCommand : JobStoreCmdlet
{
    private protected override void Process() => WriteObject(Wait(Jobs.GetRetentionAsync(StopToken)));
}
