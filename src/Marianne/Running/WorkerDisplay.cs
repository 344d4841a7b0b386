using System.Globalization;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Shows what a worker of this session does as warnings, progress and verbose messages.</summary>
/// <param name="cmdlet">The cmdlet that works.</param>
internal sealed class WorkerDisplay(MarianneCmdlet cmdlet)
{
    private const string Activity = "Working on queued jobs";
    private const int MaximumListedSheets = 5;

    private readonly ProgressReport _report = new(cmdlet);
    private readonly List<(string JobId, int Number, string Label)> _running = [];
    private int _done;
    private int _failed;

    /// <summary>Shows an event, and updates the progress.</summary>
    /// <param name="jobEvent">The event, or <c>null</c> to update only the progress.</param>
    public void Show(JobEvent? jobEvent)
    {
        if (jobEvent is not null)
        {
            Note(jobEvent);
            if (InvocationDisplay.IsWarning(jobEvent))
                cmdlet.WriteWarning(TextOf(jobEvent));
            else
                cmdlet.WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{jobEvent.Time.LocalDateTime:HH:mm:ss} {TextOf(jobEvent)}"));
        }

        if (_report.IsDue)
            _report.Show(Activity, $"{Status()}");
    }

    /// <summary>Removes the progress bar.</summary>
    public void Complete() => _report.Complete();

    /// <summary>Returns the message of an event with its job, because a worker runs sheets of several jobs.</summary>
    private static string TextOf(JobEvent jobEvent) => jobEvent.SheetNumber is null
        ? InvocationDisplay.TextOf(jobEvent)
        : $"{jobEvent.JobId}: {InvocationDisplay.TextOf(jobEvent)}";

    private void Note(JobEvent jobEvent)
    {
        if (jobEvent.SheetNumber is not { } number)
            return;

        switch (jobEvent.Kind)
        {
            case JobEventKind.SheetStarted:
                Remove();
                _running.Add((jobEvent.JobId, number, $"{jobEvent.JobId} {SheetLabel.Of(number, jobEvent.SheetName)}"));
                break;
            case JobEventKind.SheetWaiting or JobEventKind.SheetRetrying or JobEventKind.SheetCompleting or JobEventKind.SheetInterrupted
                or JobEventKind.SheetSkipped:
                Remove();
                break;
            case JobEventKind.SheetCompleted:
                Remove();
                _done++;
                break;
            case JobEventKind.SheetFailed:
                Remove();
                _failed++;
                break;
        }

        void Remove() => _running.RemoveAll(sheet => sheet.JobId == jobEvent.JobId && sheet.Number == number);
    }

    private string Status() => string.Join("; ", new[]
    {
        string.Create(CultureInfo.CurrentCulture, $"{_done} {CountText.Word(_done, "sheet")} done"),
        _failed > 0 ? string.Create(CultureInfo.CurrentCulture, $"{_failed} failed") : null,
        _running.Count > 0
            ? $"running {string.Join(", ", _running.Take(MaximumListedSheets).Select(sheet => sheet.Label))}"
                + (_running.Count > MaximumListedSheets ? ", ..." : "")
            : "waiting for sheets",
    }.OfType<string>());
}
