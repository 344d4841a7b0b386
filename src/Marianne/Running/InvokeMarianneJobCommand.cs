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
[OutputType(typeof(Job), typeof(JobEvent), typeof(JobPlan), typeof(System.Management.Automation.Job))]
public sealed class InvokeMarianneJobCommand() : JobPlanCmdlet("Run")
{
    /// <summary>
    /// Specifies what the cmdlet does if another run already runs the job: Error ends it with the error JobIsPlayed; Skip
    /// writes a warning, and returns the job as it is; Wait waits until the other run has ended, and then resumes the job,
    /// unless it is done. The wait has no limit; Ctrl+C ends it. The default is Error.
    /// </summary>
    /// <exception cref="MarianneException">JobIsPlayed: another run already runs the job, and the value is Error.</exception>
    [Parameter]
    public WhenRunning WhenRunning { get; set; }

    /// <summary>
    /// Returns an event for each change, after the change is saved and before the job itself. By default, this cmdlet
    /// returns only the job.
    /// </summary>
    [Parameter]
    [Alias("Event")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Indicates that the cmdlet runs the job in the background and returns a PowerShell job. By default, the cmdlet
    /// runs the job in the foreground.
    /// </summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    private bool IsVerbose => SwitchOf("Verbose")
        ?? GetVariableValue("VerbosePreference") is ActionPreference and not ActionPreference.SilentlyContinue;

    private protected override RunRequest Complete(RunRequest request) => request with { WhenRunning = WhenRunning };

    private protected override void Process(JobPlan plan)
    {
        var invocation = new JobInvocation(Connected, plan, UsingVariables.Read(plan, SessionState));
        if (AsJob)
            WriteObject(StartInBackground(invocation, plan));
        else
            Run(invocation, plan);
    }

    private void Run(JobInvocation invocation, JobPlan plan)
    {
        using JobInvocation owned = invocation;
        var display = new InvocationDisplay(this, plan);
        using var events = new EventQueue();
        Task<Job> run = owned.RunAsync(events.Add, StopToken);
        _ = run.ContinueWith(_ => events.Complete(), TaskScheduler.Default);
        try
        {
            foreach (JobEvent? jobEvent in events.Read())
            {
                if (StopToken.IsCancellationRequested)
                    continue;

                display.Show(jobEvent);
                if (PassThru && jobEvent is { Kind: not JobEventKind.SheetOutput })
                    WriteObject(jobEvent);
            }
        }
        finally
        {
            // However this method is left, the job is paused and its processes have ended before. The rest of the events is
            // read, because the run waits while the queue is full.
            if (!run.IsCompleted)
                owned.Pause();
            foreach (JobEvent? _ in events.Read())
            {
            }
        }

        if (!StopToken.IsCancellationRequested) // A pipeline that is stopped can write nothing, not even the end of the progress.
            display.Complete();
        Job job = run.GetAwaiter().GetResult();
        if (StopToken.IsCancellationRequested)
        {
            ReportPause(job);
            return;
        }

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
            WritesEvents = PassThru,
            IsVerbose = IsVerbose,
        };
        JobRepository.Add(job);
        job.Start();
        return job;
    }
}
