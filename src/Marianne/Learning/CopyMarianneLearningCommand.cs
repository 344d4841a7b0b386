using System.Collections.Concurrent;
using System.Management.Automation;
using Marianne.Learning;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Copies what was learned from one store to another.</summary>
[Cmdlet(VerbsCommon.Copy, "MarianneLearning", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Copy-MarianneLearning.md")]
public sealed class CopyMarianneLearningCommand : LearningCmdlet
{
    private readonly ProgressReport _progress;

    /// <summary>Creates the cmdlet.</summary>
    public CopyMarianneLearningCommand() => _progress = new ProgressReport(this);

    /// <summary>
    /// Specifies the store to copy to, as returned by <c>Connect-Marianne -NoDefault</c> or <c>Get-MarianneStore</c>, or its path. Its
    /// learning store must be another one.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: it has the same learning store.</exception>
    [Parameter(Mandatory = true, Position = 0)]
    [StorePath]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public MarianneStore Destination { get; set; } = null!;

    private protected override void Process()
    {
        if (!ShouldProcess($"{Destination}", "Copy what was learned", Check))
            return;

        long total = Wait(Learning.CountOutcomesAsync(new OutcomeQuery(), StopToken))
            + Wait(Learning.CountRecoveriesAsync(new RecoveryQuery(), StopToken));
        var warnings = new ConcurrentQueue<string>(); // Only the thread of the pipeline may write them.
        LearningCopyProgress last = default;
        foreach (LearningCopyProgress progress in Read(
            LearningCopier.CopyAsync(Learning, Destination.Learning, warnings.Enqueue, StopToken)))
        {
            while (warnings.TryDequeue(out string? warning))
                WriteWarning(warning);

            last = progress;
            int percent = total == 0 ? 100 : (int)(100 * progress.Read / total);
            _progress.Show("Copying what was learned", $"{progress.Read} of {CountText.Of(total, "record")}", percent);
        }

        WriteVerbose($"{CountText.Of(last.Read, "record was", "records were")} read. "
            + $"{last.Added} of them {CountText.Word(last.Added, "was", "were")} new in {Destination}.");
    }

    /// <summary>Throws if the copy would be refused.</summary>
    private void Check()
    {
        LearningCopier.Check(Learning, Destination.Learning);
        foreach (ILearningStore store in new[] { Learning, Destination.Learning })
            Wait(store.CountOutcomesAsync(new OutcomeQuery(), StopToken));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close(Destination);
        base.Dispose(disposing);
    }

    private protected override void Complete() => _progress.Complete();
}
