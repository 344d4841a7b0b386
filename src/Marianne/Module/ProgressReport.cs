using System.Diagnostics;

namespace Marianne.Commands;

/// <summary>Reports the progress of long work: after a short delay, and at most five times a second.</summary>
/// <param name="cmdlet">The cmdlet that works.</param>
internal sealed class ProgressReport(MarianneCmdlet cmdlet)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private string? _shown;

    /// <summary>Indicates whether the next report would be shown. Check it before a status is expensive to create.</summary>
    public bool IsDue => _sinceReport.Elapsed >= Interval;

    /// <summary>Shows the progress, unless it was shown less than an interval ago.</summary>
    /// <param name="activity">The activity, such as <c>Copying the job</c>.</param>
    /// <param name="status">The progress as text.</param>
    /// <param name="percent">The progress from 0 to 100, as for <see cref="MarianneCmdlet.ShowProgress"/>.</param>
    public void Show(string activity, FormattableString status, int percent = -1)
    {
        if (!IsDue)
            return;

        _sinceReport.Restart();
        _shown = activity;
        cmdlet.ShowProgress(activity, FormattableString.CurrentCulture(status), percent);
    }

    /// <summary>Removes the progress from the screen if it was shown.</summary>
    public void Complete()
    {
        if (_shown is null)
            return;

        cmdlet.RemoveProgress(_shown);
        _shown = null;
    }
}
