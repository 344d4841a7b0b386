using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>The last command in the pipeline of a script sheet. It is not exported.</summary>
[Cmdlet(VerbsCommunications.Write, "SheetOutput")]
internal sealed class WriteSheetOutputCommand : PSCmdlet
{
    /// <summary>An object from the script.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The output of the sheet.</summary>
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
