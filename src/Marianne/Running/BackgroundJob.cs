using System.Globalization;
using System.Management.Automation;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>A PowerShell job that runs a Marianne job in the background. Stopping it pauses the Marianne job.</summary>
internal sealed class BackgroundJob : System.Management.Automation.Job
{
    private readonly JobInvocation _invocation;
    private readonly RunProgress _progress;
    private Task? _run;

    /// <summary>Initializes a new instance that is not started.</summary>
    /// <param name="invocation">The invocation to run.</param>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="command">The command line that created the job.</param>
    public BackgroundJob(JobInvocation invocation, JobPlan plan, string command)
        : base(command, TerminalText.Name(plan.Name))
    {
        _invocation = invocation;
        _progress = new RunProgress(plan);
        PSJobTypeName = "MarianneJob";
        MarianneJobId = plan.JobId;
    }

    /// <summary>The id of the Marianne job, or <c>null</c> if it is not created yet.</summary>
    public string? MarianneJobId { get; private set; }

    /// <summary>The error because of which the run failed, or <c>null</c> if there is none.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What is written to the output before the Marianne job.</summary>
    public required RunOutput Written { get; init; }

    /// <summary>Indicates whether verbose messages are written, such as the output of the sheets.</summary>
    public bool IsVerbose { get; init; }

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count + Error.Count + Warning.Count + Verbose.Count > 0;

    /// <inheritdoc/>
    public override string Location => Environment.MachineName;

    /// <inheritdoc/>
    public override string StatusMessage => string.Create(
        CultureInfo.CurrentCulture, $"{_progress.Sheets.Finished} of {_progress.Sheets.Total} {_progress.Unit}");

    private bool HasEnded => JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped;

    /// <summary>Starts the run.</summary>
    public void Start()
    {
        SetJobState(JobState.Running);
        _run = RunAsync();
    }

    /// <inheritdoc/>
    public override void StopJob()
    {
        if (HasEnded)
            return; // A handler of the state change may remove the job on the thread that ends it.

        _invocation.Pause();
        _run?.Wait();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _invocation.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task RunAsync()
    {
        JobState state;
        try
        {
            Marianne.Jobs.Job job = await _invocation.RunAsync(Write, CancellationToken.None).ConfigureAwait(false);
            Output.Add(PSObject.AsPSObject(job));
            MarianneJobId = job.Id;
            if (job.Status == Marianne.Jobs.JobStatus.Failed)
                Fail(InvocationErrors.JobFailed(job));
            state = StateOf(job.Status);
        }
        catch (OperationCanceledException) when (_invocation.IsPaused)
        {
            state = JobState.Stopped; // The job was paused before it started.
        }
        catch (Exception error)
        {
            // An error that is not written here would be lost, and the job would seem to run forever.
            Fail(error as MarianneException ?? ErrorRecordFactory.Translate(error));
            state = JobState.Failed;
        }

        SetJobState(state);
    }

    private void Fail(MarianneException error)
    {
        Failure = error;
        Error.Add(error.ToErrorRecord());
    }

    private static JobState StateOf(Marianne.Jobs.JobStatus status) => status switch
    {
        Marianne.Jobs.JobStatus.Completed => JobState.Completed,
        Marianne.Jobs.JobStatus.Failed => JobState.Failed,
        Marianne.Jobs.JobStatus.Running => JobState.Completed, // Another run runs it, and this one was to skip it.
        _ => JobState.Stopped,
    };

    private void Write(JobEvent jobEvent)
    {
        MarianneJobId = jobEvent.JobId;
        _progress.Note(jobEvent);
        if (InvocationDisplay.IsWarning(jobEvent))
            Warning.Add(new WarningRecord(TerminalText.Message(InvocationDisplay.WarningOf(jobEvent))));
        else if (IsVerbose)
            Verbose.Add(new VerboseRecord(TerminalText.Message(InvocationDisplay.TimedTextOf(jobEvent))));
        foreach (object item in Written.Of(jobEvent))
            Output.Add(PSObject.AsPSObject(item));
    }
}
