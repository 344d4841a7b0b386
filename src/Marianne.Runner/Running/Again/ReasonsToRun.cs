using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Determines why each sheet of a job would run, and says it in words.</summary>
/// <param name="prepared">The prepared job.</param>
internal sealed class ReasonsToRun(PreparedJob prepared)
{
    private readonly DependencyGraph _graph = SheetDependencies.GraphOf(prepared.Score);

    /// <summary>
    /// Returns why a sheet would run. For a sheet that is done, they are the changes in spite of which it does not run again. A new job
    /// needs no reasons.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public IReadOnlyList<RunReason> Of(int number)
    {
        if (!prepared.IsResumed && prepared.Original is null)
            return [];

        if (prepared.ChangedSources.Contains(number))
            return [RunReason.SourceChanged];

        List<RunReason> reasons = [];
        if (!prepared.IsDone(number))
            reasons.Add(CauseOf(number));
        if (prepared.ChangedTexts.Contains(number))
            reasons.Add(RunReason.TextChanged);
        if (prepared.ChangedInputs.Contains(number))
            reasons.Add(RunReason.InputChanged);
        if (reasons.Count > 1 && OnlyChanged)
            reasons.Remove(RunReason.Chosen); // The change is why it was chosen.
        return [.. reasons];
    }

    /// <summary>Returns the reasons as text, or <c>null</c> if there are none.</summary>
    /// <param name="number">The sheet's number.</param>
    public string? TextOf(int number)
    {
        string text = string.Join(", ", Of(number).Select(reason => WordsOf(reason, number)));
        return text.Length == 0 ? null : prepared.IsDone(number) ? $"kept, although {text}" : text;
    }

    private bool OnlyChanged => prepared.Request.Selection?.Only == OnlySheets.Changed;

    private RunReason CauseOf(int number)
    {
        if (prepared.Rerun is { } again && again.Causes.ContainsKey(number))
        {
            return !again.IsChosen(number) ? RunReason.DependsOn
                : prepared.Request.Selection?.Only == OnlySheets.Failed ? RunReason.Failed
                : RunReason.Chosen;
        }

        Job job = prepared.Original ?? prepared.Job;
        Sheet? sheet = number <= job.TotalSheets ? job.Sheets[number - 1] : null;
        return sheet switch
        {
            { Status: SheetStatus.Failed } => RunReason.Failed,
            { IsFinished: true } => RunReason.Chosen, // An item.
            { AttemptCount: > 0 } or { Status: not SheetStatus.Pending } => RunReason.NotFinished,
            _ => RunReason.NotRun,
        };
    }

    private string WordsOf(RunReason reason, int number) => reason switch
    {
        RunReason.NotRun => "not run yet",
        RunReason.NotFinished => "not finished",
        RunReason.Failed => "it failed",
        RunReason.Chosen => "chosen",
        RunReason.TextChanged => "its text changed",
        RunReason.InputChanged => "its input changed",
        RunReason.SourceChanged => "the source of its items changed",
        _ => DependencyOf(number, prepared.Rerun!.Causes[number]),
    };

    private string DependencyOf(int number, int cause) =>
        $"{(_graph.DependenciesOf(number).Contains(cause) ? "depends on" : "follows")} {prepared.Score.LabelOf(cause)}";
}
