using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Gets the store that the cmdlets of the session use.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneStore", HelpUri = HelpPage.Folder + "Get-MarianneStore.md")]
[OutputType(typeof(MarianneStore))]
public sealed class GetMarianneStoreCommand : MarianneCmdlet
{
    private protected override void Process() => WriteObject(Connections.Current);
}
