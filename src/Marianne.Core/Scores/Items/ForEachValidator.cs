using System.Globalization;
using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>Validates the sheets of a score that run once for each item of a source.</summary>
internal static class ForEachValidator
{
    /// <summary>Returns the problems.</summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<OptionProblem> Validate(Score score)
    {
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].ForEach is not { } forEach)
                continue;

            string path = string.Create(CultureInfo.InvariantCulture, $"sheets[{index}]");
            if (score.Sheets[index].Name is not { } name || !SheetName.CanBeReferredTo(name))
            {
                yield return new(
                    $"{path}.for_each",
                    "A sheet with for_each needs a name of letters, digits, '_' and '-', because its items are named after it. Give it one.");
            }

            if (score.Sheets[index].Approval is not null)
            {
                yield return new(
                    $"{path}.approval",
                    "A sheet with for_each cannot have an approval. Give the approval to a sheet of its own, and name that in needs.");
            }

            foreach (OptionProblem problem in NamesIn(score, forEach, $"{path}.for_each").Concat(SourceIn(score, forEach, $"{path}.for_each"))
                .Concat(ConditionsIn(score, forEach, $"{path}.for_each")))
                yield return problem;
        }
    }

    private static IEnumerable<OptionProblem> NamesIn(Score score, ForEachOptions forEach, string path)
    {
        foreach (string name in forEach.Names)
        {
            string key = forEach.Matrix is null ? $"{path}.as" : $"{path}.matrix.{name}";
            if (ParameterValidator.IsReserved(name))
                yield return new(key, $"{OptionValue.Show(name)} is the name of another placeholder. Use another name.");
            else if (score.Parameters.ContainsKey(name))
                yield return new(key, $"{OptionValue.Show(name)} is the name of a parameter. Use another name.");
        }

        if (forEach.Key is not { } text)
            yield break;
        string[] used = [.. PlaceholderText.NamesIn(text)];
        if (!used.Any(forEach.IsOfItem))
        {
            yield return new(
                $"{path}.key",
                $"key is {OptionValue.Show(text)}, which is the same for all items. Use {{{string.Join("} or {", forEach.Names)}}} in it.");
        }
    }

    /// <summary>A text of a source is a list only if it is nothing but the placeholder of one.</summary>
    private static IEnumerable<OptionProblem> SourceIn(Score score, ForEachOptions forEach, string path)
    {
        IEnumerable<OptionProblem> problems = ListIn(score, forEach.In, $"{path}.in", mayBeOne: false).Concat(
            forEach.Matrix?.SelectMany(list => ListIn(score, list.Value, $"{path}.matrix.{list.Key}", mayBeOne: true)) ?? []);
        foreach (OptionProblem problem in problems)
            yield return problem;

        foreach ((string key, string used) in ScoreTexts.OfForEach(forEach, path))
        {
            foreach (string secret in PlaceholderText.NamesIn(used).Where(name => IsSecret(score, name)).Distinct())
            {
                yield return new(
                    key, $"{{{secret}}} is a secret, which the job would store with its items. Use another parameter.");
            }
        }
    }

    /// <summary>Returns the problems of a text that stands for a list.</summary>
    /// <param name="score">The score.</param>
    /// <param name="source">The text, or something else, which has none.</param>
    /// <param name="path">The path of its key.</param>
    /// <param name="mayBeOne">Indicates whether it may also stand for one value.</param>
    private static IEnumerable<OptionProblem> ListIn(Score score, object? source, string path, bool mayBeOne)
    {
        if (source is not string text || PlaceholderText.OnlyNameIn(text) is not { } name)
            yield break;

        if (OutputReference.Parse(name) is { } reference)
        {
            IReadOnlyDictionary<string, int> sheets = OutputUses.NumbersOf(score);
            if (!sheets.ContainsKey(reference.Sheet))
                yield return SheetDependencies.Unknown(path, reference.Sheet, sheets.Keys);
            else if (reference.IsCount)
                yield return new(path, $"{reference} is a number. Use the output itself: {{{reference.Sheet}.{reference.Output}}}.");
        }
        else if (!score.Parameters.TryGetValue(name, out ParameterOptions? parameter))
        {
            yield return WhenValidator.Unknown(score.Parameters.Keys, name, path);
        }
        else if (parameter.Type != ParameterType.List && !mayBeOne)
        {
            yield return new(
                path, $"{{{name}}} is a parameter of the type {OptionValue.WordOf(parameter.Type)}. Use one of the type list.");
        }
    }

    private static IEnumerable<OptionProblem> ConditionsIn(Score score, ForEachOptions forEach, string path)
    {
        for (int index = 0; index < forEach.Exclude.Count; index++)
        {
            if (WhenCondition.Read(forEach.Exclude[index]).Condition is not { } condition)
                continue;
            foreach (string name in condition.Placeholders.Where(name => !forEach.IsOfItem(name)))
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"{path}.exclude[{index}]");
                if (!score.Parameters.ContainsKey(name))
                    yield return WhenValidator.Unknown(forEach.Names.Concat(score.Parameters.Keys), name, key);
                else if (IsSecret(score, name))
                    yield return new(key, $"{{{name}}} is a secret, on which no condition can depend. Use another parameter.");
            }
        }
    }

    private static bool IsSecret(Score score, string name) => score.Parameters.GetValueOrDefault(name)?.Type == ParameterType.Secret;
}
