using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Commands;

/// <summary>Claims the next sheet of a job for this session, and marks it as started.</summary>
[Cmdlet(
    VerbsLifecycle.Start, "MarianneSheet", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Start-MarianneSheet.md")]
[OutputType(typeof(Sheet))]
public sealed class StartMarianneSheetCommand : SheetCmdlet
{
    /// <summary>
    /// Specifies the number of the sheet, from 1 to the total number of sheets of the job. The default is the next sheet, as
    /// <c>Get-MarianneSheet -Next</c> gets it.
    /// </summary>
    /// <exception cref="MarianneException">
    /// SheetOutOfRange: the job does not have this sheet. JobIsPlayed: another process runs the job.
    /// </exception>
    [Parameter(Position = 1)]
    [Alias("SheetNumber")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int? Number { get; set; }

    private protected override void Process()
    {
        SheetUpdateResult? result = null;
        while (result is null) // Another process may just have changed the sheet, so another one is the next.
        {
            Job job = Load(JobId);
            if ((Number ?? NextSheet.Of(job)) is not { } number)
                return;

            SheetTransitions.CheckNumber(job, number);
            if (!ShouldProcess(Describe(number), "Start", () => Check(number, new SheetUpdate.Start(SystemProcessList.Instance.Current))))
                return;

            result = Wait(new SessionCheckpoints(Jobs).StartAsync(job.Sheets[number - 1], StopToken));
        }

        if (result.RecoveredFrom is { } runner)
            WarnOfRecovery(JobId, runner);
        WriteSheet(result.Sheet);
    }
}
