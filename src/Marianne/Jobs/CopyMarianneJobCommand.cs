using System.Diagnostics;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// <para>Copies jobs from one store to another, with their sheets, their times and their whole history.</para>
/// <para>A copy that fails or is stopped half-way leaves nothing behind.</para>
/// </summary>
[Cmdlet(VerbsCommon.Copy, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class CopyMarianneJobCommand : JobIdCommand
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();

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
        foreach (long copied in Read(JobCopy.CopyAsync(id, Jobs, Destination.Jobs, Force, StopToken)))
            Report(id, copied, total);

        if (PassThru)
            WriteJob(Wait(Destination.Jobs.LoadAsync(id, StopToken)) ?? throw JobErrors.NotFound(id));
    }

    private void Report(string id, long copied, long total)
    {
        if (_sinceReport.Elapsed < BetweenReports)
            return;

        _sinceReport.Restart();
        WriteProgress(new ProgressRecord(1, $"Copying the job '{id}'", $"{copied} of {total} recorded attempts")
        {
            PercentComplete = total == 0 ? 100 : (int)Math.Min(100, 100 * copied / total),
        });
    }

    private protected override void Complete() =>
        WriteProgress(new ProgressRecord(1, "Copying", "Done") { RecordType = ProgressRecordType.Completed });
}
