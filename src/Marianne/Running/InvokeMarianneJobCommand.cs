using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;
using Marianne.Working;

namespace Marianne.Commands;

/// <summary>Runs a job, or resumes it where it stopped.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "MarianneJob",
    SupportsShouldProcess = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Invoke-MarianneJob.md")]
[OutputType(typeof(Job), typeof(JobEvent), typeof(ItemResult), typeof(JobPlan), typeof(System.Management.Automation.Job))]
public sealed partial class InvokeMarianneJobCommand() : JobPlanCmdlet("Run")
{
    private const string WorkerSet = "Worker";

    /// <summary>
    /// Indicates that this session is a worker: it runs sheets of all queued jobs of the store, together with the other workers, until
    /// Ctrl+C ends it, and returns the jobs on which it worked as they end. Unlike marianne-worker, it runs scripts, too.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: workers cannot share the store. JobFailed: a job on which it worked has failed.
    /// </exception>
    [Parameter(Mandatory = true, ParameterSetName = WorkerSet)]
    public SwitchParameter Worker { get; set; }

    /// <summary>
    /// Specifies the tags of the jobs to work on; a job needs one of them. Tags are not case-sensitive, and wildcards are not
    /// supported. The default is any job.
    /// </summary>
    [Parameter(ParameterSetName = WorkerSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralTagCompleter))]
    public string[] Queue { get; set; } = [];

    /// <summary>
    /// Specifies how many run at the same time. With <c>-ForEach</c>: the number of items, 1 to 20; the default is 5. With
    /// <c>-Worker</c>: the number of sheets in this session, in all jobs, 1 or more; the default is 1.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: there are more than 20 items at the same time.</exception>
    [Parameter(ParameterSetName = WorkerSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>
    /// Specifies the time that running sheets get to end after Ctrl+C, and when the session ends: a number of seconds such as 90, a
    /// text such as 30s, 10m or 2h, a time such as '00:01:30', or a TimeSpan of at most 14 days. Then they are interrupted, and any
    /// worker runs them again. The default is 0: they are interrupted at once.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: it is longer than 14 days.</exception>
    [Parameter(ParameterSetName = WorkerSet)]
    [Duration]
    public TimeSpan Grace { get; set; }

    /// <summary>
    /// Indicates that the worker ends when there is nothing left that it could run. By default, it waits for more jobs.
    /// </summary>
    [Parameter(ParameterSetName = WorkerSet)]
    public SwitchParameter UntilIdle { get; set; }

    /// <summary>
    /// Specifies what the cmdlet does if another run already runs the job: Error ends it with the error JobIsPlayed; Skip
    /// writes a warning, and returns the job as it is; Wait waits until the other run has ended, and then resumes the job,
    /// unless it is done. The wait has no limit; Ctrl+C ends it. The default is Error.
    /// </summary>
    /// <exception cref="MarianneException">JobIsPlayed: another run already runs the job, and the value is Error.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    public WhenRunning WhenRunning { get; set; }

    /// <summary>
    /// Returns an event for each change or, for a job with items, the result of each item as it ends, after it is saved and before the
    /// job itself. By default, this cmdlet returns only the job.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Returns an event for each change, after the change is saved and before the job itself. By default, this cmdlet
    /// returns only the job.
    /// </summary>
    [Parameter]
    public SwitchParameter Event { get; set; }

    /// <summary>
    /// Indicates that the cmdlet runs the job in the background and returns a PowerShell job. By default, the cmdlet
    /// runs the job in the foreground.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    public SwitchParameter AsJob { get; set; }

    private bool IsVerbose => SwitchOf("Verbose")
        ?? GetVariableValue("VerbosePreference") is ActionPreference and not ActionPreference.SilentlyContinue;

    private protected override RunRequest Complete(RunRequest request) => request with
    {
        WhenRunning = WhenRunning,
        Items = Items,
        ItemKeys = ItemKey,
        Selection = Selection,
        Fork = Fork,
        NewId = NewId,
    };

    private protected override void Process(JobPlan plan)
    {
        if (plan is { Score.IsForEach: true, JobId: { } id } && Items is null && UsingVariables.NamesOf(plan).FirstOrDefault() is { } name)
            throw InvocationErrors.UsingInKeptBlock(name, id);

        var invocation = new JobInvocation(Connected, plan, UsingVariables.Read(plan, SessionState));
        if (AsJob)
            WriteObject(StartInBackground(invocation, plan));
        else
            Run(invocation, plan);
    }

    private protected override void ProcessOwnSet()
    {
        if (!Worker)
        {
            _inputs.AddRange(InputObject ?? [null]);
            return;
        }

        if (Grace > WorkerOptions.LongestGrace)
            throw InvocationErrors.GraceTooLong(Grace);
        if (!ShouldProcess($"{Connected}", "Run the sheets of queued jobs"))
            return;

        using var invocation = new WorkerInvocation(
            Connected,
            new WorkerOptions { Parallel = ThrottleLimit, Grace = Grace, Tags = Queue, UntilIdle = UntilIdle });
        Work(invocation);
    }

    private void Work(WorkerInvocation invocation)
    {
        var display = new WorkerDisplay(this);
        using var news = new EventQueue<WorkerNews>();
        Task work = invocation.RunAsync(
            jobEvent => news.Add(new WorkerNews(jobEvent)), job => news.Add(new WorkerNews(null, job)), StopToken);
        Follow(work, news, item => Show(item, display), invocation.Stop);
        if (!StopToken.IsCancellationRequested)
            display.Complete();
        work.GetAwaiter().GetResult();
    }

    private void Show(WorkerNews? item, WorkerDisplay display)
    {
        display.Show(item?.Event);
        if ((PassThru || Event) && item?.Event is { Kind: not JobEventKind.SheetOutput } jobEvent)
            WriteObject(jobEvent);
        if (item?.Ended is { } job)
            ForEach([job], WriteEnded);
    }

    private void Run(JobInvocation invocation, JobPlan plan)
    {
        using JobInvocation owned = invocation;
        var display = new InvocationDisplay(this, plan);
        RunOutput output = OutputOf(plan);
        using var events = new EventQueue<JobEvent>();
        Task<Job> run = owned.RunAsync(events.Add, StopToken);
        try
        {
            Follow(run, events, Write, owned.Pause);
            if (!StopToken.IsCancellationRequested) // A pipeline that is stopped can write nothing, not even the end of the progress.
                display.Complete();
        }
        catch (PipelineStoppedException)
        {
            // Ctrl+C came while something was written. The run has ended nevertheless.
            if (run.IsCompletedSuccessfully)
                ReportPause(run.Result);
            throw;
        }

        Job job = run.GetAwaiter().GetResult();
        if (StopToken.IsCancellationRequested)
        {
            ReportPause(job);
            return;
        }

        WriteEnded(job);

        void Write(JobEvent? jobEvent)
        {
            display.Show(jobEvent);
            foreach (object item in output.Of(jobEvent))
                WriteObject(item);
        }
    }

    /// <summary>
    /// Passes on the events of a run until it has ended. However this method is left, the run has ended before, with its processes.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="events">The events.</param>
    /// <param name="show">Shows an event, or that time has passed without one.</param>
    /// <param name="stop">Lets the run end soon.</param>
    private void Follow<T>(Task run, EventQueue<T> events, Action<T?> show, Action stop)
        where T : class
    {
        _ = run.ContinueWith(_ => events.Complete(), TaskScheduler.Default);
        try
        {
            foreach (T? item in events.Read().Where(_ => !StopToken.IsCancellationRequested))
                show(item);
        }
        finally
        {
            if (!run.IsCompleted)
                stop();
            foreach (T? _ in events.Read())
            {
                // The run waits while the queue is full.
            }
        }
    }

    private RunOutput OutputOf(JobPlan plan) => new(Connected, plan)
    {
        WritesItems = PassThru && plan.Score.IsForEach,
        WritesEvents = Event || (PassThru && !plan.Score.IsForEach),
    };

    private void WriteEnded(Job job)
    {
        WriteJob(job);
        if (job.Status == JobStatus.Failed)
            throw InvocationErrors.JobFailed(job);
    }

    /// <summary>
    /// Says after Ctrl+C that the job is paused, and how to resume it. The host writes the warning, because the pipeline cannot.
    /// </summary>
    private void ReportPause(Job job)
    {
        bool isSilent = GetVariableValue("WarningPreference") is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
        if (job.Status == JobStatus.Paused && !isSilent)
            Host?.UI?.WriteWarningLine(TerminalText.Message(InvocationDisplay.PauseText(job)));
    }

    private BackgroundJob StartInBackground(JobInvocation invocation, JobPlan plan)
    {
        var job = new BackgroundJob(invocation, plan, MyInvocation.Line)
        {
            Written = OutputOf(plan),
            IsVerbose = IsVerbose,
        };
        JobRepository.Add(job);
        job.Start();
        return job;
    }
}
