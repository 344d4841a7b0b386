using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Saves the changes of jobs, each job completely or not at all.</summary>
[Cmdlet(
    VerbsData.Save,
    "MarianneCheckpoint",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Save-MarianneCheckpoint.md")]
[OutputType(typeof(Job))]
public sealed class SaveMarianneCheckpointCommand : JobStoreCmdlet
{
    /// <summary>Specifies the jobs to save, as returned by New-MarianneJob or Get-MarianneJob.</summary>
    /// <exception cref="MarianneException">
    /// NotLiveObject: the job came from another process or session. SaveConflict: another process saved it in the meantime.
    /// InvalidJob, InvalidSheet: a value is not valid.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Job")]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Indicates that the cmdlet saves a job although another process saved or removed it after it was loaded. By
    /// default, this causes the error SaveConflict.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Returns the job as it is after the operation. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => ForEach(InputObject, Save);

    private void Save(PSObject input)
    {
        Job job = Live(input);
        JobValidator.Check(job);
        if (!ShouldProcess(job.Id, "Save", job.IsStored || Force ? null : () => CheckIsNew(job.Id)))
            return;

        Wait(Jobs.SaveAsync(job, Force ? SaveMode.Overwrite : SaveMode.IfUnchanged, StopToken));
        if (job.Status == JobStatus.Completed && job.Progress.Finished < job.TotalSheets)
            WarnOfOpenSheets(job);
        if (PassThru)
            WriteObject(job);
    }

    // Other implementations write such jobs, too, so they are not an error.
    private void WarnOfOpenSheets(Job job)
    {
        int open = job.TotalSheets - job.Progress.Finished;
        WriteWarning(
            $"The job '{job.Id}' is Completed, but {open} of its {CountText.Of(job.TotalSheets, "sheet")} "
            + $"{CountText.Word(open, "is", "are")} not Completed "
            + "or Skipped. They stay as they are and are not run. To run them, set the status of the job to Paused and save it again.");
    }

    private static Job Live(PSObject input) => input.BaseObject switch
    {
        Job job => job,
        _ when input.TypeNames.Contains("Deserialized." + typeof(Job).FullName) =>
            throw ParameterErrors.NotLive(input, input.Properties[nameof(Job.Id)]?.Value),
        { } other => throw ParameterErrors.NotAJob(other),
    };
}
