using System.Globalization;
using System.Management.Automation;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>A job that is played in the background, as PowerShell knows jobs. Stopping it pauses what it plays.</summary>
internal sealed class BackgroundJob : System.Management.Automation.Job
{
    private readonly JobInvocation _performance;
    private readonly RunProgress _progress;
    private Task? _playing;

    /// <summary>Makes a job that has not begun.</summary>
    public BackgroundJob(JobInvocation performance, JobPlan plan, string command)
        : base(command, plan.Name)
    {
        _performance = performance;
        _progress = new RunProgress(plan);
        PSJobTypeName = "MarianneJob";
    }

    /// <summary>Whether it gives the events too.</summary>
    public bool WritesEvents { get; init; }

    /// <summary>Whether it gives what the sheets write.</summary>
    public bool IsVerbose { get; init; }

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count + Error.Count + Warning.Count + Verbose.Count > 0;

    /// <inheritdoc/>
    public override string Location => Environment.MachineName;

    /// <inheritdoc/>
    public override string StatusMessage => string.Create(
        CultureInfo.CurrentCulture, $"{_progress.Sheets.Finished} of {_progress.Sheets.Total} sheets");

    private bool HasEnded => JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped;

    /// <summary>Begins.</summary>
    public void Start()
    {
        SetJobState(JobState.Running);
        _playing = RunAsync();
    }

    /// <inheritdoc/>
    public override void StopJob()
    {
        if (HasEnded)
            return; // Whoever hears of the end may remove the job, and does so on the thread that ends it.

        _performance.Pause();
        _playing?.Wait();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _performance.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task RunAsync()
    {
        JobState end;
        try
        {
            Marianne.Jobs.Job job = await _performance.RunAsync(Tell, CancellationToken.None).ConfigureAwait(false);
            Output.Add(PSObject.AsPSObject(job));
            if (job.Status == Marianne.Jobs.JobStatus.Failed)
                Error.Add(InvocationErrors.JobFailed(job).ToErrorRecord());
            end = StateOf(job.Status);
        }
        catch (OperationCanceledException) when (_performance.IsPaused)
        {
            end = JobState.Stopped; // Before it had begun.
        }
        catch (Exception error)
        {
            // Nobody else would hear of it, and the job would seem to run for ever.
            Error.Add((error as MarianneException ?? ErrorRecordFactory.Translate(error)).ToErrorRecord());
            end = JobState.Failed;
        }

        SetJobState(end);
    }

    private static JobState StateOf(Marianne.Jobs.JobStatus status) => status switch
    {
        Marianne.Jobs.JobStatus.Completed => JobState.Completed,
        Marianne.Jobs.JobStatus.Failed => JobState.Failed,
        _ => JobState.Stopped,
    };

    private void Tell(JobEvent happened)
    {
        _progress.Note(happened);
        if (InvocationDisplay.IsWarning(happened))
            Warning.Add(new WarningRecord(InvocationDisplay.TextOf(happened)));
        else if (IsVerbose)
            Verbose.Add(new VerboseRecord(InvocationDisplay.TextOf(happened)));
        if (WritesEvents && happened.Kind != JobEventKind.SheetOutput)
            Output.Add(PSObject.AsPSObject(happened));
    }
}
