using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that plan a run of scores or jobs.</summary>
public abstract class JobPlanCmdlet : JobStoreCmdlet
{
    /// <summary>The name of the default parameter set.</summary>
    private protected const string PathSet = "Path";

    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string ScoreSet = "Score";
    private protected const string IdSet = "Id";
    private protected const string SheetSet = "Sheet";

    private readonly string _action;

    private protected JobPlanCmdlet(string action) => _action = action;

    /// <summary>
    /// Specifies the paths of the score files: YAML (.yaml, .yml), JSON (.json) or PowerShell data (.psd1). Wildcards
    /// are supported.
    /// </summary>
    /// <exception cref="MarianneException">
    /// ScoreNotFound, ScoreUnreadable or ScoreInvalid: there is no valid score. JobFailed: the job failed.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText(TakesWildcards = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Specifies the paths of the score files: YAML (.yaml, .yml), JSON (.json) or PowerShell data (.psd1). Wildcards
    /// are not supported.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Specifies the scores, as returned by Import-MarianneScore or New-MarianneScore, or hashtables or objects with
    /// the keys of a score, such as objects from ConvertFrom-Json.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ScoreSet)]
    [ScoreTransformation(AcceptsList = true, RejectsJobs = true)]
    [ValidateNotNullOrEmpty]
    public object[] Score { get; set; } = [];

    /// <summary>
    /// Specifies the ids of the jobs. Ids are case-sensitive, and wildcards are not supported: characters such as
    /// <c>*</c> and <c>[1]</c> are part of the id.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = IdSet)]
    [Alias("JobId")]
    [JobId(LeavesOthers = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Specifies the name of the job. Its sheets are those of <c>-Sheet</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralJobNameCompleter))]
    public virtual string? Name { get; set; }

    /// <summary>
    /// Specifies the sheets in order. Each is a script block, the text of a command, a hashtable with the keys of a
    /// sheet, or a sheet of another score.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public object[]? Sheet { get; set; }

    /// <summary>
    /// Specifies the folder in which the sheets work. It is created if it does not exist. The default is the current
    /// folder.
    /// </summary>
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public virtual string? Workspace { get; set; }

    /// <summary>
    /// Specifies the instrument that prompts are given to: the name of a profile such as <c>claude</c>, or a command. The prompt
    /// replaces <c>{prompt}</c> in the command; a command without <c>{prompt}</c> reads it from standard input. Tab completion is
    /// available for names.
    /// </summary>
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstrumentCompleter))]
    public string? Instrument { get; set; }

    /// <summary>
    /// Specifies more keys of the score as a hashtable, such as <c>@{ retry = @{ max_retries = 1 } }</c>.
    /// </summary>
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNull]
    public virtual System.Collections.IDictionary? Option { get; set; }

    /// <summary>
    /// Specifies the values of parameters of the score as a hashtable, such as <c>@{ branch = 'main' }</c>. A secret may be a SecureString.
    /// The default is the values that the job keeps, or the defaults of the score.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: a value has another type, or a parameter is unknown or missing. ScoreChanged: the job keeps another value.
    /// </exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ScoreParameterCompleter))]
    public virtual System.Collections.IDictionary Parameter { get; set; } = new System.Collections.Hashtable();

    /// <summary>
    /// Specifies tags to add to the job: free words by which Get-MarianneJob finds it. By default, a new job has the tags of
    /// its score, and a resumed job keeps its tags.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidJob: a tag is empty, has more than 100 characters or a control character, or there are more than 100.
    /// </exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LiteralTagCompleter))]
    public virtual string[] Tag { get; set; } = [];

    /// <summary>
    /// Indicates that the cmdlet creates a new job even if there is an unfinished one. By default, the cmdlet resumes
    /// the unfinished job.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    public virtual SwitchParameter Restart { get; set; }

    /// <summary>
    /// Indicates that the cmdlet resumes the job even if the score changed for sheets that are done. By default, such a
    /// change causes the error ScoreChanged.
    /// </summary>
    /// <exception cref="MarianneException">ScoreChanged: the score changed, and this parameter is not specified.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    public virtual SwitchParameter Force { get; set; }

    /// <summary>
    /// Specifies the id of a run of the score, such as a date. The score has one job for each: the cmdlet creates it, resumes it, or returns
    /// it with a warning if it is Completed. Without this parameter, such a job is not found by its score.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the id has more than 100 characters or a control character.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>The current folder of the session.</summary>
    private protected string Here => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    private protected sealed override void Process()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ForEach(Path, path => ForEach(FilesOf(path), file => Plan(ReadScore(file, path))));
                break;
            case LiteralPathSet:
                ForEach(LiteralPath, path => Plan(ReadScore(FullPath(path), path)));
                break;
            case ScoreSet:
                ForEach(Score, score => Plan(ScoreObjectReader.ScoreOf(score, Here)));
                break;
            case IdSet:
                ForEach(Id, id => Plan(score: null, id));
                break;
            case SheetSet:
                Plan(CreateScore());
                break;
            default:
                ProcessOwnSet();
                break;
        }
    }

    /// <summary>Processes a parameter set of this cmdlet that specifies no score and no job.</summary>
    private protected virtual void ProcessOwnSet()
    {
    }

    private IReadOnlyList<string> FilesOf(string path) =>
        FullPaths(path) is [_, ..] files ? files : throw NotFound(path, ScoreErrors.NoMatch(path));

    private Score ReadScore(string file, string path)
    {
        ScoreReadResult result = ScoreReaders.Read(file);
        return result.Failure is { Error: MarianneError.ScoreNotFound } failure ? throw NotFound(path, failure) : result.OrThrow();
    }

    /// <summary>Returns the error for a score that does not exist. If the path is the id or the name of a job, the error says so.</summary>
    private MarianneException NotFound(string path, MarianneException failure)
    {
        if (FindExact(path) is { } job)
            return InvocationErrors.IsJobId(failure, job);

        var query = new JobQuery { NamePrefix = path, Name = name => name == path, WithSheets = false, First = 1 };
        return Read(Jobs.ListAsync(query, StopToken)).FirstOrDefault() is { } named
            ? InvocationErrors.IsJobName(failure, named)
            : failure;
    }

    private Score CreateScore() => new ScoreParameters
    {
        Name = Name,
        Sheets = Sheet,
        Workspace = Workspace is null ? null : FullPath(Workspace),
        Instrument = Instrument,
        Option = Option,
    }.ToScore(Here);

    /// <summary>Plans a run, and processes the plan unless it is not confirmed.</summary>
    private protected void Plan(Score? score, string? id = null)
    {
        RunRequest request = Complete(new RunRequest
        {
            Score = score,
            JobId = id,
            Restart = Restart,
            Force = Force,
            RunId = RunId,
            Tags = Tag,
            Parameters = ParameterTable.Read(Parameter),
            Folder = Here,
        });
        var planner = new JobPlanner(Jobs, TimeProvider.System) { OwnInstruments = ScoreReaders.OwnInstruments };
        JobPlan plan = Wait(planner.PlanAsync(request, StopToken));
        if (ScriptSyntax.ProblemsOf(plan) is [_, ..] problems)
            throw ScoreErrors.Invalid(plan.Score.File, problems);
        if (ShouldProcess(plan.JobId ?? plan.Name, _action))
            Process(plan);
        else if (IsWhatIf)
            WriteObject(plan);
    }

    /// <summary>Adds to a request what only this cmdlet specifies.</summary>
    private protected virtual RunRequest Complete(RunRequest request) => request;

    /// <summary>Processes the plan of one job, after it was confirmed.</summary>
    private protected abstract void Process(JobPlan plan);
}
