using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// <para>Copies jobs from one store to another, with their sheets, their times and their whole history.</para>
/// <para>A copy that fails or is stopped half-way leaves nothing behind.</para>
/// </summary>
[Cmdlet(VerbsCommon.Copy, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class CopyMarianneJobCommand : JobIdCmdlet
{
    private readonly ProgressReport _progress;

    /// <summary>Makes the cmdlet.</summary>
    public CopyMarianneJobCommand() => _progress = new ProgressReport(this);

    /// <summary>The store to copy to, as <c>Connect-Marianne -NoDefault</c> writes it.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is the store that the job is in.</exception>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public MarianneStore Destination { get; set; } = null!;

    /// <summary>Replaces a job that is there already, with its history; without it that is the error JobExists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the copy.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(string id)
    {
        if (!ShouldProcess($"{id} to {Destination}", "Copy"))
            return;

        long total = Wait(Jobs.CountExecutionsAsync(new ExecutionQuery { JobId = id }, StopToken));
        WriteVerbose($"Copying the job '{id}' and {total} recorded attempts to {Destination}.");
        foreach (long copied in Read(JobCopier.CopyAsync(id, Jobs, Destination.Jobs, Force, StopToken)))
        {
            int percent = total == 0 ? 100 : (int)Math.Min(100, 100 * copied / total);
            _progress.Say($"Copying the job '{id}'", $"{copied} of {total} recorded attempts", percent);
        }

        if (PassThru)
            WriteJob(Wait(Destination.Jobs.LoadAsync(id, StopToken)) ?? throw JobErrors.NotFound(id));
    }

    private protected override void Complete() => _progress.Complete();
}
