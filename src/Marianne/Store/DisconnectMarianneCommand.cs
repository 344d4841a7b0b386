using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Closes a store, so that its file can be moved or deleted.</summary>
/// <remarks>Other runspaces of the process that are connected to the same file keep it open until they disconnect.</remarks>
[Cmdlet(
    VerbsCommunications.Disconnect,
    "Marianne",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Disconnect-Marianne.md")]
[OutputType(typeof(MarianneStore))]
public sealed class DisconnectMarianneCommand : MarianneCmdlet
{
    /// <summary>
    /// Specifies the store to close, as returned by <c>Connect-Marianne</c> or <c>Get-MarianneStore</c>, or its path. The default
    /// is the store of the session.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the session is not connected to a store at the path.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ConnectedStore]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    [ValidateNotNull]
    public MarianneStore? Store { get; set; }

    /// <summary>Returns the store. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        MarianneStore store = Store ?? Connections.Current;
        if (!ShouldProcess(store.ToString(), "Disconnect"))
            return;

        Wait(Connections.DisconnectAsync(store));
        if (PassThru)
            WriteObject(store);
    }
}
