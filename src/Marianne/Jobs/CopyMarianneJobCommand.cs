using System.Collections.Concurrent;
using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Copies jobs with their complete history from one store to another.</summary>
[Cmdlet(VerbsCommon.Copy, "MarianneJob", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Copy-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class CopyMarianneJobCommand : JobIdCmdlet
{
    private readonly ProgressReport _progress;

    /// <summary>Creates the cmdlet.</summary>
    public CopyMarianneJobCommand() => _progress = new ProgressReport(this);

    /// <summary>
    /// Specifies the store to copy to, as returned by <c>Connect-Marianne -NoDefault</c> or <c>Get-MarianneStore</c>, or
    /// its path. It must not be the store that contains the job.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: it is the store that contains the job.</exception>
    [Parameter(Mandatory = true, Position = 1)]
    [StorePath]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public MarianneStore Destination { get; set; } = null!;

    /// <summary>
    /// Indicates that the cmdlet replaces a job that already exists in the destination. By default, such a job causes
    /// the error JobExists.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Returns the copy of the job from the destination. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool ContinuesAfterDamage => true;

    // The error of a job must not hide one of the destination, which every other job would have, too.
    private protected override bool IsTerminating(MarianneException error) =>
        base.IsTerminating(error)
        || (error.IsStoreBroken && IsOfDestination(error));

    private protected override void Process(string id)
    {
        try
        {
            if (!ShouldProcess($"{id} to {Destination}", "Copy", () => Check(id)))
                return;

            Copy(id);
        }
        catch (MarianneException error) when (IsOfJob(error))
        {
            throw JobErrors.NotCopied(id, error);
        }

        if (PassThru)
            WriteJob(Wait(Destination.Jobs.LoadAsync(id, StopToken)) ?? throw JobErrors.NotFound(id));
    }

    /// <summary>Determines whether an error says that the stored job is damaged, or has a value that no store accepts.</summary>
    private bool IsOfJob(MarianneException error) =>
        error.Error is MarianneError.InvalidJob or MarianneError.InvalidSheet
        || (error.Error == MarianneError.StoreCorrupt && !IsOfDestination(error));

    /// <summary>Determines whether the target of an error is the destination or one of its files.</summary>
    private bool IsOfDestination(MarianneException error) =>
        Destination.Path is { } path
        && error.Target is string target
        && (target == path || target == path + "-wal" || Path.GetDirectoryName(target) == path);

    /// <summary>Throws if the copy would be refused.</summary>
    private void Check(string id)
    {
        if (Jobs == Destination.Jobs)
            throw JobErrors.CopyOntoItself(id);

        LoadStatus(id);
        if (!Force && Wait(Destination.Jobs.LoadStatusAsync(id, StopToken)) is not null)
            throw JobErrors.Exists(id);
    }

    private void Copy(string id)
    {
        long total = Wait(Jobs.CountExecutionsAsync(new ExecutionQuery { JobId = id }, StopToken));
        WriteVerbose($"Copying the job '{id}' and {CountText.Of(total, "recorded attempt")} to {Destination}.");
        var warnings = new ConcurrentQueue<string>(); // Only the thread of the pipeline may write them.
        foreach (long copied in Read(JobCopier.CopyAsync(id, Jobs, Destination.Jobs, Force, warnings.Enqueue, StopToken)))
        {
            while (warnings.TryDequeue(out string? warning))
                WriteWarning(warning);

            int percent = total == 0 ? 100 : (int)(100 * copied / total);
            _progress.Show($"Copying the job '{id}'", $"{copied} of {CountText.Of(total, "recorded attempt")}", percent);
        }

        // Not before the destination has accepted the copy: otherwise no store would ever delete the files.
        foreach (SheetOutput output in Read(Jobs.ListOutputsAsync(new OutputQuery { JobId = id }, StopToken)))
            Share(output);
    }

    /// <summary>Lets the file of an output stay if the history of one of the stores is cleared.</summary>
    private void Share(SheetOutput output)
    {
        try
        {
            OutputFiles.Share(output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteWarning(
                $"The output '{output.Name}' of the job '{output.JobId}' is in the file '{output.File!.Path}', which Clear-MarianneHistory deletes "
                + $"with the first of both jobs: {error.Message}");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close(Destination);
        base.Dispose(disposing);
    }

    private protected override void Complete() => _progress.Complete();
}
