using System.Globalization;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Shows the events of a run as warnings, progress and verbose messages.</summary>
/// <param name="cmdlet">The cmdlet that runs the job.</param>
/// <param name="plan">The plan of the run.</param>
internal sealed class InvocationDisplay(MarianneCmdlet cmdlet, JobPlan plan)
{
    private const int MaximumListedSheets = 5;

    /// <summary>The shortest wait that is reported as a warning.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    private readonly ProgressReport _report = new(cmdlet);
    private readonly RunProgress _progress = new(plan);
    private bool _isWaiting;

    /// <summary>Shows an event, and updates the progress.</summary>
    /// <param name="jobEvent">The event, or <c>null</c> to update only the progress.</param>
    public void Show(JobEvent? jobEvent)
    {
        if (jobEvent is not null)
        {
            _progress.Note(jobEvent);
            _isWaiting = jobEvent.Kind == JobEventKind.JobWaiting;
            WriteMessage(jobEvent);
        }

        if (!_report.IsDue)
            return;

        int total = Math.Max(_progress.Sheets.Total, 1);
        _report.Show($"{(_isWaiting ? "Waiting for" : "Running")} {plan.Name}", $"{Status()}", 100 * _progress.Sheets.Finished / total);
    }

    /// <summary>Indicates whether an event is shown as a warning.</summary>
    public static bool IsWarning(JobEvent jobEvent) =>
        jobEvent.Kind is JobEventKind.Warning or JobEventKind.JobPaused or JobEventKind.JobCancelled or JobEventKind.JobSkipped
        || (jobEvent.Kind is JobEventKind.SheetWaiting or JobEventKind.SheetRetrying && jobEvent.Duration >= LongWait);

    /// <summary>Returns the message of an event, preceded by its sheet, or by its job if the message does not name it.</summary>
    public static string TextOf(JobEvent jobEvent) => jobEvent.SheetNumber is { } number
        ? $"Sheet {SheetLabel.Of(number, jobEvent.SheetName)}: {jobEvent.Message}"
        : jobEvent.Message.Contains(jobEvent.JobId, StringComparison.Ordinal) ? jobEvent.Message
        : $"{jobEvent.JobId}: {jobEvent.Message}";

    /// <summary>Returns the text of an event that is a warning, and how to go on if the event does not say it.</summary>
    public static string WarningOf(JobEvent jobEvent) => jobEvent.Kind switch
    {
        JobEventKind.JobCancelled => $"{TextOf(jobEvent)} To run its score again as a new job, use -Restart.",
        JobEventKind.JobPaused when !jobEvent.Message.Contains("run the job again", StringComparison.OrdinalIgnoreCase) =>
            $"{TextOf(jobEvent)} {ResumeAdvice(jobEvent.JobId)}",
        _ => TextOf(jobEvent),
    };

    /// <summary>Returns the local time and the text of an event.</summary>
    public static string TimedTextOf(JobEvent jobEvent) => string.Create(
        CultureInfo.InvariantCulture, $"{jobEvent.Time.LocalDateTime:HH:mm:ss} {TextOf(jobEvent)}");

    /// <summary>Returns the message that a job was paused, and how to resume it.</summary>
    public static string PauseText(Job job) => string.Create(
        CultureInfo.CurrentCulture,
        $"The job '{job.Id}' is paused: {CountText.Done(job.Progress.Finished, job.Progress.Total)}. {ResumeAdvice(job.Id)}");

    /// <summary>Removes the progress bar.</summary>
    public void Complete() => _report.Complete();

    private void WriteMessage(JobEvent jobEvent)
    {
        if (IsWarning(jobEvent))
            cmdlet.WriteWarning(WarningOf(jobEvent));
        else
            cmdlet.WriteVerbose(TimedTextOf(jobEvent));
    }

    private static string ResumeAdvice(string jobId) => $"To resume it, run Invoke-MarianneJob -Id {PowerShellLiteral.Of(jobId)}.";

    private string Status() => string.Join("; ", new[]
    {
        string.Create(CultureInfo.CurrentCulture, $"{_progress.Sheets.Finished} of {_progress.Sheets.Total} {_progress.Unit}"),
        _progress.Failed > 0 ? string.Create(CultureInfo.CurrentCulture, $"{_progress.Failed} failed") : null,
        RunningSheets(),
        _progress.WaitingText,
        _progress.Cost > 0 ? $"{MoneyText.Dollars(_progress.Cost, CultureInfo.CurrentCulture)} so far" : null,
        _progress.TimeLeft(TimeProvider.System.GetUtcNow()) is { } left ? $"about {DisplayText.Duration(left)} left" : null,
    }.OfType<string>());

    private string? RunningSheets()
    {
        if (_progress.Running.Count == 0)
            return null;

        string sheets = string.Join(
            ", ",
            _progress.Running.Take(MaximumListedSheets).Select(plan.Score.LabelOf));
        return $"running {sheets}{(_progress.Running.Count > MaximumListedSheets ? ", ..." : "")}";
    }
}
