using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Marianne.Commands;

/// <summary>
/// The last command in the pipeline of an attempt. It passes the output on, and notes an error of the commands that get it, which is not one
/// of the attempt. It is not exported.
/// </summary>
[Cmdlet(VerbsCommunications.Write, "AttemptOutput")]
internal sealed class WriteAttemptOutputCommand : PSCmdlet
{
    /// <summary>An object from the attempt.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Becomes <c>true</c> when the output cannot be passed on.</summary>
    [Parameter(Mandatory = true)]
    public StrongBox<bool> IsRefused { get; set; } = new();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isPassedOn = false;
        try
        {
            WriteObject(InputObject);
            isPassedOn = true;
        }
        finally
        {
            IsRefused.Value |= !isPassedOn;
        }
    }
}
