using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Finds the parameters whose values differ from those that a job keeps.</summary>
internal static class ParameterChanges
{
    /// <summary>Compares values. Returns each change in words. A parameter that only one of them has is not a change.</summary>
    /// <param name="before">The values that the job keeps.</param>
    /// <param name="after">The values of the next run.</param>
    public static IEnumerable<string> Between(ParameterValues before, ParameterValues after)
    {
        SourceMap kept = before.ToKept();
        SourceMap values = after.ToKept();
        foreach ((string name, object? value) in values)
        {
            if (kept.Find(name) is { } old && ScoreJson.TextOf(old.Value) != ScoreJson.TextOf(value))
                yield return $"the parameter {name} changed from {OptionValue.Show(old.Value)} to {OptionValue.Show(value)}";
        }
    }
}
