using System.Globalization;
using System.Management.Automation;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Shows how the playing of a job goes on: warnings, progress, and under -Verbose every line.</summary>
/// <param name="cmdlet">Who plays.</param>
/// <param name="plan">What is played.</param>
internal sealed class InvocationDisplay(Cmdlet cmdlet, JobPlan plan)
{
    private const int MostNamed = 5;

    /// <summary>From this on, who sits and waits wants to know for what.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    private readonly ProgressReport _report = new(cmdlet);
    private readonly RunProgress _progress = new(plan);

    /// <summary>Shows an event; nothing is only a reason to bring the progress up to date.</summary>
    public void Show(JobEvent? happened)
    {
        if (happened is not null)
        {
            _progress.Note(happened);
            Tell(happened);
        }

        if (!_report.IsDue)
            return;

        int total = Math.Max(_progress.Sheets.Total, 1);
        _report.Say($"Playing {plan.Name}", $"{Status()}", 100 * _progress.Sheets.Finished / total);
    }

    /// <summary>Whether somebody who asked for nothing is to hear of it.</summary>
    public static bool IsWarning(JobEvent happened) =>
        happened.Kind is JobEventKind.Warning or JobEventKind.JobPaused or JobEventKind.JobCancelled
        || (happened.Kind is JobEventKind.SheetWaiting or JobEventKind.SheetRetrying && happened.Duration >= LongWait);

    /// <summary>What happened, and to whom.</summary>
    public static string TextOf(JobEvent happened) => happened.SheetNumber is { } number
        ? string.Create(CultureInfo.CurrentCulture, $"Sheet {number}: {happened.Message}")
        : $"{happened.JobId}: {happened.Message}";

    /// <summary>Takes the progress away.</summary>
    public void Complete() => _report.Complete();

    private void Tell(JobEvent happened)
    {
        if (IsWarning(happened))
            cmdlet.WriteWarning(TextOf(happened));
        else
            cmdlet.WriteVerbose(TextOf(happened));
    }

    private string Status() => string.Join(", ", new[]
    {
        string.Create(CultureInfo.CurrentCulture, $"{_progress.Sheets.Finished} of {_progress.Sheets.Total} sheets"),
        Running(),
        _progress.WaitingText,
        _progress.Cost > 0 ? string.Create(CultureInfo.CurrentCulture, $"${_progress.Cost:0.00} so far") : null,
        _progress.TimeLeft is { } left ? $"about {DisplayText.Duration(left)} left" : null,
    }.OfType<string>());

    private string? Running() => _progress.Running.Count switch
    {
        0 => null,
        1 => $"playing {_progress.Running.First()}",
        _ => $"playing {string.Join(", ", _progress.Running.Take(MostNamed))}{(_progress.Running.Count > MostNamed ? ", ..." : "")}",
    };
}
