using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// <para>Closes a store, so that its file can be moved or deleted.</para>
/// <para>Other runspaces of the process that are connected to the same file keep it open until they disconnect.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "Marianne", SupportsShouldProcess = true)]
[OutputType(typeof(MarianneStore))]
public sealed class DisconnectMarianneCommand : MarianneCmdlet
{
    /// <summary>The store to close. Default: the one that the session uses. Closing one twice is no error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MarianneStore? Store { get; set; }

    /// <summary>Writes the store, which is closed.</summary>
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
