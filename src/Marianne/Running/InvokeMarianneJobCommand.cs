using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Plays a job, or goes on with it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MarianneJob", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(Job), typeof(JobEvent), typeof(JobPlan), typeof(System.Management.Automation.Job))]
public sealed class InvokeMarianneJobCommand : JobStoreCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ScoreSet = "Score";
    private const string IdSet = "Id";
    private const string SheetSet = "Sheet";

    /// <summary>
    /// The files of scores: YAML (.yaml, .yml), JSON (.json) or PowerShell data (.psd1). Wildcards are accepted. They are
    /// played one after the other.
    /// </summary>
    /// <exception cref="MarianneException">
    /// ScoreNotFound, ScoreUnreadable or ScoreInvalid: there is no good score. JobFailed: it was played, and failed.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText(TakesWildcards = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The same, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Scores, as <c>Import-MarianneScore</c> and <c>New-MarianneScore</c> write them, or hashtables with the keys of one.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ScoreSet)]
    [ScoreTransformation(AcceptsList = true, RejectsJobs = true)]
    [ValidateNotNullOrEmpty]
    public object[] Score { get; set; } = [];

    /// <summary>The ids of jobs that were played before: each plays the score that it keeps.</summary>
    /// <exception cref="MarianneException">JobNotFound: there is none.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The name of a job whose sheets are given here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralJobNameCompleter))]
    public string? Name { get; set; }

    /// <summary>
    /// The sheets in order, each a script block, the text of a command, a hashtable with the keys of a sheet, or a sheet of
    /// a score. <c>$using:</c> variables are read now, and are not kept.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public object[]? Sheet { get; set; }

    /// <summary>The folder in which the sheets work. Default: the current folder.</summary>
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>The command that prompts are given to: in place of <c>{prompt}</c>, else on its standard input.</summary>
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
    public string? Instrument { get; set; }

    /// <summary>More keys of the score, such as <c>@{ parallel = @{ enabled = $true } }</c>.</summary>
    [Parameter(ParameterSetName = SheetSet)]
    [ValidateNotNull]
    public System.Collections.IDictionary? Option { get; set; }

    /// <summary>Makes a new job, whatever unfinished one there is.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>Goes on although the score changed since the job was last played. Sheets that are done stay done.</summary>
    /// <exception cref="MarianneException">ScoreChanged: it did, and this was not said.</exception>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes an event for each change, as it happens, before the job itself.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Plays in the background, and writes a PowerShell job: Receive-Job, Wait-Job; Stop-Job pauses.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    private string Here => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    private bool IsWhatIf => Given("WhatIf") ?? LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private bool IsVerbose => Given("Verbose")
        ?? GetVariableValue("VerbosePreference") is ActionPreference and not ActionPreference.SilentlyContinue;

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ForEach(Path, path => ForEach(FullPaths(path), file => Invoke(Read(file))));
                break;
            case LiteralPathSet:
                ForEach(LiteralPath, path => Invoke(Read(FullPath(path))));
                break;
            case ScoreSet:
                ForEach(Score, score => Invoke(ScoreOf(score)));
                break;
            case IdSet:
                ForEach(Id, id => Invoke(score: null, id));
                break;
            default:
                Invoke(Make());
                break;
        }
    }

    /// <summary>Whether a common switch is on; nothing when it was not given, and a preference decides.</summary>
    private bool? Given(string name) => MyInvocation.BoundParameters.TryGetValue(name, out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : null;

    private static Score Read(string file) => ScoreReaders.Read(file).OrThrow();

    private Score ScoreOf(object given) => given is Score score
        ? score.Folder is null ? score.At(Here) : score
        : ScoreObjectReader.ReadScore(given, Here).OrThrow();

    private Score Make() => new ScoreParameters
    {
        Name = Name,
        Sheets = Sheet,
        Workspace = Workspace is null ? null : FullPath(Workspace),
        Instrument = Instrument,
        Option = Option,
    }.ToScore(Here);

    private void Invoke(Score? score, string? id = null)
    {
        var request = new RunRequest { Score = score, JobId = id, Restart = Restart, Force = Force };
        JobPlan plan = Wait(new JobPlanner(Jobs, TimeProvider.System).PlanAsync(request, StopToken));
        if (ScriptSyntax.ProblemsOf(plan) is [_, ..] problems)
            throw ScoreErrors.Invalid(plan.Score.File, problems);
        if (!ShouldProcess(plan.JobId ?? plan.Name, "Play"))
        {
            if (IsWhatIf)
                WriteObject(plan);
            return;
        }

        var performance = new JobInvocation(Connected, request, UsingVariables.Read(ScriptsOf(plan), SessionState));
        if (AsJob)
            WriteObject(StartInBackground(performance, plan));
        else
            Play(performance, plan);
    }

    private static IEnumerable<string> ScriptsOf(JobPlan plan) => plan.Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .Select(sheet => plan.Score.Sheets[sheet.Number - 1])
        .Where(sheet => !sheet.HasScriptFile)
        .Select(sheet => sheet.Script)
        .OfType<string>();

    private void Play(JobInvocation performance, JobPlan plan)
    {
        using JobInvocation played = performance;
        var screen = new InvocationDisplay(this, plan);
        using var events = new EventQueue();
        Task<Job> playing = played.RunAsync(events.Add, StopToken);
        _ = playing.ContinueWith(_ => events.Complete(), TaskScheduler.Default);
        try
        {
            foreach (JobEvent? happened in events.Read())
            {
                if (StopToken.IsCancellationRequested)
                    continue;

                screen.Show(happened);
                if (PassThru && happened is { Kind: not JobEventKind.SheetOutput })
                    WriteObject(happened);
            }
        }
        finally
        {
            // However we leave, the job is paused and its processes are gone first. Who plays may wait to be read.
            if (!playing.IsCompleted)
                played.Pause();
            foreach (JobEvent? _ in events.Read())
            {
            }
        }

        screen.Complete();
        Job job = playing.GetAwaiter().GetResult();
        if (StopToken.IsCancellationRequested)
            return;

        WriteJob(job);
        if (job.Status == JobStatus.Failed)
            throw InvocationErrors.JobFailed(job);
    }

    private BackgroundJob StartInBackground(JobInvocation performance, JobPlan plan)
    {
        var job = new BackgroundJob(performance, plan, MyInvocation.Line)
        {
            WritesEvents = PassThru,
            IsVerbose = IsVerbose,
        };
        JobRepository.Add(job);
        job.Start();
        return job;
    }
}
