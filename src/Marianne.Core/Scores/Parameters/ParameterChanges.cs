using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Finds the parameters whose values differ from those that a job keeps.</summary>
internal static class ParameterChanges
{
    /// <summary>Compares values. Returns each change in words. A parameter that only one of them has is not a change.</summary>
    /// <param name="before">The values that the job keeps.</param>
    /// <param name="after">The values of the next run.</param>
    /// <returns>The name of each parameter and its change in words.</returns>
    public static IEnumerable<(string Name, string Change)> Between(ParameterValues before, ParameterValues after)
    {
        SourceMap kept = before.ToKept();
        SourceMap values = after.ToKept();
        foreach ((string name, object? value) in values)
        {
            if (kept.Find(name) is { } old && ScoreJson.TextOf(old.Value) != ScoreJson.TextOf(value))
                yield return (name, $"the parameter {name} changed from {OptionValue.Show(old.Value)} to {OptionValue.Show(value)}");
        }
    }

    /// <summary>
    /// Determines whether a sheet uses a parameter: it has its placeholder, or is a script whose text has its name. The text of a script
    /// file is not read, so it may use each parameter.
    /// </summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="name">The name of the parameter.</param>
    public static bool IsUsedBy(ScoreSheet sheet, string name) =>
        PlaceholderText.NamesIn($"{SheetWork.Of(sheet)}\n{sheet.When}").Any(used => used == name || used.StartsWith($"{name}.", StringComparison.Ordinal))
        || (sheet.Script is { } script && (sheet.HasScriptFile || script.Contains(name, StringComparison.OrdinalIgnoreCase)));
}
