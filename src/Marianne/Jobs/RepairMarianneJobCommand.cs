using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// <para>Recovers jobs whose process was killed: they become Paused, and a warning says so.</para>
/// <para>With <c>-Workspace</c>, rebuilds a job whose state is lost from the files that its sheets left behind.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "MarianneJob", SupportsShouldProcess = true, DefaultParameterSetName = RecoverSet)]
[OutputType(typeof(Job))]
public sealed class RepairMarianneJobCommand : JobStoreCmdlet
{
    private const string RecoverSet = "Recover";
    private const string RebuildSet = "Rebuild";

    /// <summary>
    /// The ids of the jobs, taken as they are. One that runs, or that nobody can tell of, is left as it is. Default:
    /// every job whose process was killed.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the store has no such job. The others go on.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RecoverSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = RebuildSet)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>The folder that the sheets of the lost job wrote to.</summary>
    /// <exception cref="MarianneException">
    /// ArtifactsNotFound: no file in it fits the pattern. SheetOutOfRange: one is of a sheet above the total.
    /// </exception>
    [Parameter(Mandatory = true, ParameterSetName = RebuildSet)]
    [ValidateNotNullOrEmpty]
    public string Workspace { get; set; } = "";

    /// <summary>
    /// Which files are artifacts, such as <c>sheet*-report.md</c>; upper and lower case differ. The highest number
    /// after <c>sheet</c> in a name is the last completed sheet. Default: <c>sheet*</c>.
    /// </summary>
    [Parameter(ParameterSetName = RebuildSet)]
    [ValidateNotNullOrEmpty]
    public string ArtifactPattern { get; set; } = "sheet*";

    /// <summary>How many sheets the lost job had.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RebuildSet)]
    [WholeNumber]
    public int TotalSheets { get; set; }

    /// <summary>The name of the lost job. Default: its id.</summary>
    [Parameter(ParameterSetName = RebuildSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Rebuilds a job that the store still has; without it that is the error JobExists.</summary>
    [Parameter(ParameterSetName = RebuildSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the job as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == RebuildSet)
            ForEach(Id!, Rebuild);
        else
            ForEach(Id ?? FindZombies(), Recover);
    }

    // All of them first: a job that is recovered moves to the head of the listing.
    private string[] FindZombies()
    {
        IEnumerable<Job> candidates = Read(Jobs.ListAsync(JobRepair.ZombieCandidates, StopToken));
        return [.. candidates.Where(job => job.IsZombie).Select(job => job.Id)];
    }

    private void Recover(string id)
    {
        Job job = Load(id);
        if (!job.IsZombie)
            WriteVerbose($"The job '{id}' needs no recovery: it is {DisplayText.Status(job)}.");
        else if (!ShouldProcess(id, "Recover"))
            return;
        else if (Wait(Jobs.UpdateAsync(id, new JobUpdate.Recover(), StopToken)).Status == JobStatus.Paused)
            WarnOfRecovery(id, job.Runner);

        if (PassThru)
            WriteJob(Load(id));
    }

    private void Rebuild(string id)
    {
        string folder = FullPath(Workspace);
        int lastCompleted = ArtifactScanner.LastCompletedSheet(folder, ArtifactPattern)
            ?? throw JobErrors.NoArtifacts(id, folder, ArtifactPattern);
        Job job = JobRepair.Rebuild(
            id, Name ?? id, TotalSheets, lastCompleted, overwrite: Force, TimeProvider.System.GetUtcNow());
        JobValidator.Check(job);
        WriteVerbose($"The artifacts in '{folder}' say that {lastCompleted} of {TotalSheets} sheets of '{id}' are done.");
        if (!ShouldProcess(id, "Rebuild from artifacts"))
            return;

        Wait(Jobs.SaveAsync(job, Force ? SaveMode.Overwrite : SaveMode.IfUnchanged, StopToken));
        if (PassThru)
            WriteJob(job);
    }
}
