namespace Marianne.History;

public sealed partial class ExecutionHistory
{
    /// <summary>Replaces the texts of the history: names, errors, and the texts in metrics. Ids and snapshots stay.</summary>
    /// <param name="replace">Returns the replacement of a text.</param>
    internal void ReplaceTexts(Func<string, string> replace)
    {
        using Visit visit = Enter();
        MachineName = replace(MachineName);
        foreach (ExecutionStep step in _byId.Values)
        {
            step.StateName = replace(step.StateName);
            step.NetworkName = replace(step.NetworkName);
            step.ArcTaken = step.ArcTaken is { } arc ? replace(arc) : null;
            step.Error = step.Error is { } error ? replace(error) : null;
            if (step.Metrics.Values.Any(value => value is string))
                step.Metrics = HistoryValue.Map(step.Metrics.ToDictionary(metric => metric.Key, metric => Replace(metric.Value)));
        }

        object? Replace(object? value) => value is string text ? replace(text) : value;
    }
}
