using System.Diagnostics;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Says how far long work has come: after a moment, and at most five times a second.</summary>
/// <param name="cmdlet">Whose work it is.</param>
internal sealed class ProgressReport(Cmdlet cmdlet)
{
    private const int Id = 1;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private string? _shown;

    /// <summary>Whether something may be said again. Who makes a long text of it may ask first.</summary>
    public bool IsDue => _sinceReport.Elapsed >= Pause;

    /// <summary>Says it, unless something was said just now.</summary>
    /// <param name="activity">What is done.</param>
    /// <param name="status">How far it has come.</param>
    /// <param name="percent">The same, 0 to 100; below 0 when nobody knows.</param>
    public void Say(string activity, FormattableString status, int percent = -1)
    {
        if (!IsDue)
            return;

        _sinceReport.Restart();
        _shown = activity;
        string text = FormattableString.CurrentCulture(status);
        cmdlet.WriteProgress(new ProgressRecord(Id, activity, text) { PercentComplete = percent });
    }

    /// <summary>Takes away what was said, if anything was.</summary>
    public void Complete()
    {
        if (_shown is null)
            return;

        cmdlet.WriteProgress(new ProgressRecord(Id, _shown, "Done") { RecordType = ProgressRecordType.Completed });
        _shown = null;
    }
}
