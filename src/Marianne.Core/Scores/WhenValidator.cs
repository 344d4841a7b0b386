using System.Globalization;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>Validates the conditions under which sheets run.</summary>
internal static class WhenValidator
{
    /// <summary>Returns the problems.</summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<OptionProblem> Validate(Score score)
    {
        var sheets = new Lazy<IReadOnlyDictionary<string, int>>(() => OutputUses.NumbersOf(score));
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].When is not { } when)
                continue;

            string path = string.Create(CultureInfo.InvariantCulture, $"sheets[{index}].when");
            (WhenCondition? condition, string? error) = WhenCondition.Read(when);
            foreach (OptionProblem problem in condition is null ? [new(path, error!)] : ProblemsOf(
                score, sheets.Value, condition, score.Sheets[index].ForEach, path))
                yield return problem;
        }
    }

    private static IEnumerable<OptionProblem> ProblemsOf(
        Score score, IReadOnlyDictionary<string, int> sheets, WhenCondition condition, ForEachOptions? forEach, string path)
    {
        foreach (string name in condition.Placeholders.Where(name => forEach?.IsOfItem(name) != true))
        {
            if (OutputReference.Parse(name) is { } reference)
            {
                if (!sheets.ContainsKey(reference.Sheet))
                    yield return SheetDependencies.Unknown(path, reference.Sheet, sheets.Keys);
            }
            else if (!score.Parameters.TryGetValue(name, out ParameterOptions? parameter))
                yield return Unknown(score.Parameters.Keys.Concat(forEach?.Names ?? []), name, path);
            else if (parameter.Type == ParameterType.Secret)
                yield return new(path, $"{{{name}}} is a secret, on which no condition can depend. Use another parameter.");
        }

        IEnumerable<string> quoted = condition.Texts.SelectMany(PlaceholderText.NamesIn).Where(name => score.Parameters.ContainsKey(name)
            || (OutputReference.Parse(name) is { } reference && sheets.ContainsKey(reference.Sheet)));
        foreach (string name in quoted.Distinct())
            yield return new(path, $"{{{name}}} is in quotes, so it is text. Remove the quotes.");
    }

    /// <summary>Returns the problem of a placeholder that is neither a parameter nor an item.</summary>
    /// <param name="known">The names that exist.</param>
    /// <param name="name">The name.</param>
    /// <param name="path">The path of the key.</param>
    internal static OptionProblem Unknown(IEnumerable<string> known, string name, string path)
    {
        string? nearest = NearestWord.Of(name, known);
        string advice = nearest is null ? "Declare it in parameters, or correct it." : $"Did you mean {{{nearest}}}?";
        return new(path, $"The score has no parameter {OptionValue.Show(name)}. {advice}")
        {
            Suggestion = nearest is null ? null : $"{{{nearest}}}",
        };
    }
}
