using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Plays a job, or goes on with it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MarianneJob", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(Job), typeof(JobEvent), typeof(JobPlan), typeof(System.Management.Automation.Job))]
public sealed class InvokeMarianneJobCommand : StoreCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ScoreSet = "Score";
    private const string IdSet = "Id";
    private const string SheetSet = "Sheet";

    /// <summary>The file of a score: YAML (.yaml, .yml), JSON (.json) or PowerShell data (.psd1).</summary>
    /// <exception cref="MarianneException">ScoreNotFound, ScoreUnreadable or ScoreInvalid: there is no good score.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The same, for file objects of the pipeline.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>A score, as <c>Import-MarianneScore</c> and <c>New-MarianneScore</c> write it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ScoreSet)]
    [ValidateNotNull]
    public Score? Score { get; set; }

    /// <summary>The id of a job that was played before: it plays the score that it keeps.</summary>
    /// <exception cref="MarianneException">JobNotFound: there is none.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("JobId")]
    [JobId]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? Id { get; set; }

    /// <summary>The name of a job whose sheets are given here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SheetSet)]
    [ValidateNotNullOrEmpty]
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

    private protected override void Process()
    {
        PlayRequest request = MakeRequest();
        JobPlan plan = Wait(new JobPlanner(Jobs, TimeProvider.System).PlanAsync(request, StopToken));
        if (!ShouldProcess(plan.JobId ?? plan.Name, "Play"))
        {
            if (IsWhatIf)
                WriteObject(plan);
            return;
        }

        var performance = new Performance(
            Jobs, Connected.Learning, request, UsingVariables.Read(plan.Scripts, SessionState));
        if (AsJob)
            WriteObject(StartInBackground(performance, plan));
        else
            Play(performance, plan);
    }

    private string Here => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private PlayRequest MakeRequest() => new()
    {
        Score = ParameterSetName switch
        {
            PathSet => Import(Path!),
            LiteralPathSet => Import(LiteralPath!),
            ScoreSet => Located(Score!),
            SheetSet => new ScoreMaking { Name = Name, Sheets = Sheet, Workspace = Workspace, Option = Option }.ToScore(Here),
            _ => null,
        },
        JobId = Id,
        Restart = Restart,
        Force = Force,
    };

    private Score Import(string path) => ScoreFile.Read(FullPath(path), ScoreReaders.Of).OrThrow();

    private Score Located(Score score) =>
        score.Folder is null ? score.At(Here) : score;

    private void Play(Performance performance, JobPlan plan)
    {
        var screen = new PerformanceScreen(this, plan);
        using var events = new EventQueue();
        Task<Job> playing = performance.PlayAsync(events.Add, StopToken);
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
                performance.Pause();
            foreach (JobEvent? _ in events.Read())
            {
            }
        }

        screen.Complete();
        Job job = playing.GetAwaiter().GetResult();
        if (!StopToken.IsCancellationRequested)
            WriteJob(job);
    }

    private BackgroundJob StartInBackground(Performance performance, JobPlan plan)
    {
        var job = new BackgroundJob(performance, plan.Name, MyInvocation.Line, PassThru);
        JobRepository.Add(job);
        job.Start();
        return job;
    }
}
