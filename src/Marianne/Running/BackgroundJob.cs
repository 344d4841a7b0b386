using System.Management.Automation;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>A job that is played in the background, as PowerShell knows jobs. Stopping it pauses what it plays.</summary>
internal sealed class BackgroundJob : System.Management.Automation.Job
{
    private readonly Performance _performance;
    private readonly bool _writesEvents;
    private Task? _playing;

    /// <summary>Makes a job that has not begun.</summary>
    public BackgroundJob(Performance performance, string name, string command, bool writesEvents)
        : base(command, name)
    {
        _performance = performance;
        _writesEvents = writesEvents;
        PSJobTypeName = "MarianneJob";
    }

    /// <inheritdoc/>
    public override bool HasMoreData => Output.Count + Error.Count + Warning.Count + Verbose.Count > 0;

    /// <inheritdoc/>
    public override string Location => Environment.MachineName;

    /// <inheritdoc/>
    public override string StatusMessage => JobStateInfo.State.ToString();

    /// <summary>Begins.</summary>
    public void Start()
    {
        SetJobState(JobState.Running);
        _playing = PlayAsync();
    }

    /// <inheritdoc/>
    public override void StopJob()
    {
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

    private async Task PlayAsync()
    {
        JobState end;
        try
        {
            Marianne.Jobs.Job job = await _performance.PlayAsync(Tell, CancellationToken.None).ConfigureAwait(false);
            Output.Add(PSObject.AsPSObject(job));
            end = job.Status switch
            {
                Marianne.Jobs.JobStatus.Completed => JobState.Completed,
                Marianne.Jobs.JobStatus.Failed => JobState.Failed,
                _ => JobState.Stopped,
            };
        }
        catch (MarianneException error)
        {
            Error.Add(error.ToErrorRecord());
            end = JobState.Failed;
        }
        catch (Exception error) when (ErrorRecords.MustBeTranslated(error))
        {
            Error.Add(ErrorRecords.Translate(error).ToErrorRecord());
            end = JobState.Failed;
        }

        SetJobState(end);
    }

    private void Tell(JobEvent happened)
    {
        if (happened.Kind == JobEventKind.Warning)
            Warning.Add(new WarningRecord(happened.Message));
        if (_writesEvents && happened.Kind != JobEventKind.SheetOutput)
            Output.Add(PSObject.AsPSObject(happened));
    }
}
