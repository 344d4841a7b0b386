using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;

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
        if (Worker)
            Work();
        else
            _inputs.AddRange(InputObject ?? [null]);
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
            events.Follow(run, Write, owned.Pause, StopToken);
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
