using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>The end of the pipeline of a script sheet. It is not exported.</summary>
[Cmdlet(VerbsCommunications.Write, "SheetOutput")]
internal sealed class WriteSheetOutputCommand : PSCmdlet
{
    /// <summary>An object that the script wrote.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Where it goes.</summary>
    [Parameter(Mandatory = true)]
    public ScriptOutput? To { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            To!.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => To!.Flush();
}
