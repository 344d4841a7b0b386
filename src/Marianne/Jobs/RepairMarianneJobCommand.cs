using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Completes what a killed run left unfinished, or rebuilds a lost job from its files.</summary>
[Cmdlet(
    VerbsDiagnostic.Repair,
    "MarianneJob",
    SupportsShouldProcess = true,
    DefaultParameterSetName = RecoverSet,
    HelpUri = HelpPage.Folder + "Repair-MarianneJob.md")]
[OutputType(typeof(Job), typeof(JobRepairResult))]
public sealed class RepairMarianneJobCommand : JobStoreCmdlet
{
    private const string RecoverSet = "Recover";
    private const string RebuildSet = "Rebuild";

    /// <summary>
    /// Specifies the ids of the jobs. Ids are case-sensitive, and wildcards are not supported: characters such as
    /// <c>*</c> and <c>[1]</c> are part of the id. The default is every job whose runner process was killed, and every job
    /// whose execution history is missing or out of date.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
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
    /// Returns for each repaired job what was made good. By default, this cmdlet only writes a warning.
    /// </summary>
    [Parameter(ParameterSetName = RecoverSet)]
    public SwitchParameter Detailed { get; set; }

    /// <summary>
    /// Returns the job as it is after the operation. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private JobRepairer Repairer => field ??= new JobRepairer(
        Jobs, Connected.Learning, TimeProvider.System, Environment.GetEnvironmentVariable)
    {
        OwnInstruments = ScoreReaders.OwnInstruments,
    };

    private protected override void Process()
    {
        if (ParameterSetName == RebuildSet)
            ForEach(Id ?? throw ParameterErrors.NoLostJob(), Rebuild);
        else if (Id is not null)
            ForEach(Id, id => Repair(Wait(Repairer.InspectAsync(Load(id), StopToken))));
        else
            ForEach(Read(Repairer.FindAsync(StopToken)), Repair);
    }

    private void Repair(JobDefects defects)
    {
        string id = defects.Job.Id;
        if (defects.LearningError is { } error)
            WriteWarning($"The outcomes of the job '{id}' could not be checked: {error}");

        if (defects.AreNone)
            WriteVerbose($"The job '{id}' needs no repair: it is {DisplayText.Status(defects.Job)}.");
        else if (ShouldProcess(id, ActionOf(defects)))
            WriteResult(Wait(Repairer.RepairAsync(defects, StopToken)));
        else
            return;

        if (PassThru)
            WriteJob(Load(id));
    }

    private void WriteResult(JobRepairResult result)
    {
        if (result.Summary.Length > 0)
            WriteWarning(result.Summary);
        if (Detailed)
            WriteObject(result);
    }

    private static string ActionOf(JobDefects defects)
    {
        List<string> actions = [];
        if (defects.IsZombie)
            actions.Add("Recover");
        if (defects.LacksHistory)
            actions.Add("Attach the execution history");
        if (defects.MissingOutcomes.Count > 0)
            actions.Add("Record outcomes");
        return string.Join(", ", actions);
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
            $"According to the artifacts in '{folder}', {lastCompleted} of {CountText.Of(TotalSheets, "sheet")} of '{id}' "
            + $"{CountText.Word(TotalSheets, "is", "are")} completed.");
        if (!ShouldProcess(id, "Rebuild from artifacts", Force ? null : () => CheckIsNew(id)))
            return;

        Wait(Jobs.SaveAsync(job, Force ? SaveMode.Overwrite : SaveMode.IfUnchanged, StopToken));
        if (PassThru)
            WriteJob(job);
    }
}
