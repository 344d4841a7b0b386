using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Recovers jobs whose runner process was killed, or rebuilds a lost job from its files.</summary>
[Cmdlet(
    VerbsDiagnostic.Repair,
    "MarianneJob",
    SupportsShouldProcess = true,
    DefaultParameterSetName = RecoverSet,
    HelpUri = HelpPage.Folder + "Repair-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class RepairMarianneJobCommand : JobStoreCmdlet
{
    private const string RecoverSet = "Recover";
    private const string RebuildSet = "Rebuild";

    /// <summary>
    /// Specifies the ids of the jobs. Ids are case-sensitive, and wildcards are not supported: characters such as
    /// <c>*</c> and <c>[1]</c> are part of the id. The default is every job whose runner process was killed.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RecoverSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = RebuildSet)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// Specifies the folder that the sheets of the lost job wrote to. Its subfolders are not searched.
    /// </summary>
    /// <exception cref="MarianneException">
    /// ArtifactsNotFound: no file matches the pattern. SheetOutOfRange: a file belongs to a sheet above the total.
    /// </exception>
    [Parameter(Mandatory = true, ParameterSetName = RebuildSet)]
    [ValidateNotNullOrEmpty]
    public string Workspace { get; set; } = "";

    /// <summary>
    /// Specifies the pattern of the names of the artifact files. The wildcards <c>*</c> and <c>?</c> are supported, and
    /// the pattern is case-sensitive. The default is <c>sheet*</c>.
    /// </summary>
    [Parameter(ParameterSetName = RebuildSet)]
    [ValidateNotNullOrEmpty]
    public string ArtifactPattern { get; set; } = "sheet*";

    /// <summary>Specifies the number of sheets of the lost job: a whole number, at least 1.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RebuildSet)]
    [WholeNumber]
    public int TotalSheets { get; set; }

    /// <summary>Specifies the name of the lost job. The default is the id.</summary>
    [Parameter(ParameterSetName = RebuildSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>
    /// Indicates that the cmdlet rebuilds a job that still exists in the store. By default, such a job causes the error
    /// JobExists.
    /// </summary>
    [Parameter(ParameterSetName = RebuildSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Returns the job as it is after the operation. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == RebuildSet)
            ForEach(Id!, Rebuild);
        else
            ForEach(Id ?? FindZombies(), Recover);
    }

    // All zombies are found before one is recovered, because a recovered job moves to the start of the list.
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
        WriteVerbose(
            $"According to the artifacts in '{folder}', {lastCompleted} of {TotalSheets} sheets of '{id}' are completed.");
        if (!ShouldProcess(id, "Rebuild from artifacts"))
            return;

        Wait(Jobs.SaveAsync(job, Force ? SaveMode.Overwrite : SaveMode.IfUnchanged, StopToken));
        if (PassThru)
            WriteJob(job);
    }
}
