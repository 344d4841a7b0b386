using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>Determines why each sheet of a job would run, and says it in words.</summary>
/// <param name="prepared">The prepared job.</param>
/// <param name="graph">The dependencies of its sheets.</param>
/// <param name="sources">The sources of items that the run reads again.</param>
internal sealed class ReasonsToRun(PreparedJob prepared, DependencyGraph graph, PlannedSources sources)
{
    private readonly GroupLimits _groups = new(prepared.Score);

    /// <summary>
    /// Determines whether the run does nothing with a sheet: it is done, and no new item lets it run again, or it is an item that stays
    /// Failed.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public bool AreNone(int number) => sources.CauseOf(number) is null && (prepared.IsDone(number) || StaysFailed(number));

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
        else if (sources.CauseOf(number) is { } other && other != number)
            reasons.Add(RunReason.DependsOn);
        else if (sources.AreUnknown(number))
            reasons.Add(RunReason.SourceRead);
        if (sources.HaveNewItems(number))
            reasons.Add(RunReason.NewItems);
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
        IReadOnlyList<RunReason> reasons = Of(number);
        string text = string.Join(", ", reasons.Select(reason => WordsOf(reason, number)));
        return text.Length == 0 ? null
            : !AreNone(number) ? text
            : reasons is [RunReason.SourceRead, ..] ? $"kept, unless {text}"
            : $"kept, although {text}";
    }

    private bool StaysFailed(int number) => prepared is { Rerun: null, Chosen: null } && _groups.StaysFailed(number)
        && number <= prepared.Planned.TotalSheets && prepared.Planned.Sheets.StatusOf(number) == SheetStatus.Failed;

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
        RunReason.NewItems => "new items in its source",
        RunReason.SourceRead => "its source has new items",
        _ => DependencyOf(number, prepared.Rerun?.Causes.TryGetValue(number, out int cause) == true ? cause : sources.CauseOf(number)!.Value),
    };

    private string DependencyOf(int number, int cause) =>
        $"{(graph.DependenciesOf(number).Contains(cause) ? "depends on" : "follows")} {prepared.Score.LabelOf(cause)}";
}
