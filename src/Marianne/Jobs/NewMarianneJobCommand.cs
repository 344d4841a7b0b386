using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Creates a job and saves it.</summary>
[Cmdlet(
    VerbsCommon.New,
    "MarianneJob",
    SupportsShouldProcess = true,
    DefaultParameterSetName = ScoreSet,
    HelpUri = HelpPage.Folder + "New-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class NewMarianneJobCommand : JobStoreCmdlet
{
    private const string JobSet = "Job";
    private const string ScoreSet = "Score";

    /// <summary>
    /// Specifies the id of the job, which must be unique in the store: 1 to 256 characters of any language, no control
    /// characters. Ids are case-sensitive. By default, the id is created from the name and the time.
    /// </summary>
    /// <exception cref="MarianneException">InvalidJobId: it is not a valid job id. JobExists: the job already exists.</exception>
    [Parameter(ValueFromPipeline = true)]
    [Alias("JobId")]
    [JobId(LeavesOthers = true)]
    public string? Id { get; set; }

    /// <summary>Specifies the name of the job. Several jobs can have the same name. The default is the id.</summary>
    /// <exception cref="MarianneException">InvalidParameter: neither a name nor an id is specified.</exception>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Specifies the number of sheets of the job: a whole number, at least 1.</summary>
    /// <exception cref="MarianneException">InvalidJob: it is less than 1.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = JobSet)]
    [WholeNumber]
    public int TotalSheets { get; set; }

    /// <summary>Specifies the description of the job. By default, the job has no description.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>
    /// Specifies the tags of the job: free words by which Get-MarianneJob finds it. They are added to the tags of the score.
    /// By default, the job has the tags of its score, or none.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidJob: a tag is empty, has more than 100 characters or a control character, or there are more than 100.
    /// </exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LiteralTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>
    /// Specifies the configuration of the job: a hashtable, an object, or the text of a JSON object. It is stored as
    /// plain text, so do not include secrets. By default, the job has no configuration.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it contains itself, is nested more than 64 levels deep, or has a value that JSON cannot represent.
    /// </exception>
    [Parameter(ParameterSetName = JobSet)]
    [ValidateNotNull]
    public object? Config { get; set; }

    /// <summary>
    /// Specifies the score of the job, as returned by Import-MarianneScore or New-MarianneScore, or a hashtable or object
    /// with the keys of a score. The job keeps the score, so that Invoke-MarianneJob can run the job by its id.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: neither a score nor a number of sheets is specified. ScoreUnreadable, ScoreInvalid: the score is not
    /// valid.
    /// </exception>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ScoreSet)]
    [ScoreTransformation(RejectsJobs = true)]
    [ValidateNotNull]
    public object? Score { get; set; }

    private string Here => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    private protected override void Process()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Job job = ParameterSetName == ScoreSet ? JobDraft.Of(ReadScore(), now, Id) : Create(now);
        if (Tag is not null)
            job.Tag = [.. job.Tag, .. Tag];
        JobValidator.Check(job);
        if (!ShouldProcess(job.Id, "Create", () => CheckIsNew(job.Id)))
            return;

        Wait(Jobs.SaveAsync(job, SaveMode.IfUnchanged, StopToken));
        if (ScoreRetention.HasRule(job))
            Wait(Jobs.NoteOwnRulesAsync(StopToken));
        WriteObject(job);
    }

    // A score that is piped in also binds its own name and description.
    private Score ReadScore()
    {
        Score score = ScoreObjectReader.ScoreOf(Score ?? throw ParameterErrors.NoSheets(), Here);
        return score with { Name = Name ?? score.Name, Description = Description ?? score.Description };
    }

    private Job Create(DateTimeOffset now)
    {
        string name = Name ?? Id ?? throw ParameterErrors.Nameless();
        var job = new Job(Id ?? JobIdGenerator.Create(name, now), name, TotalSheets, now) { Description = Description };
        if (Config is not null)
        {
            job.ConfigSnapshot = JsonText.Of(Config);
            job.ConfigHash = ConfigHash.Of(job.ConfigSnapshot);
        }

        return job;
    }
}
