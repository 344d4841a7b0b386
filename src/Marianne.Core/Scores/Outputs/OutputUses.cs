using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>Finds the places in a score where the outputs of sheets are used.</summary>
internal static class OutputUses
{
    /// <summary>
    /// Returns the places. A word in braces counts only if its first part is the name of a sheet; others stay as they are.
    /// </summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<OutputUse> In(Score score)
    {
        IReadOnlyDictionary<string, int> numbers = NumbersOf(score);
        return numbers.Count == 0
            ? []
            : PlacesIn(score).SelectMany(place => Of(numbers, place.Text)
                .Select(found => new OutputUse(place.Number, found.Reference, found.Target, place.Path) { IsPath = place.IsPath }))
                .Concat(InSources(score, numbers))
                .Concat(InConditions(score, numbers));
    }

    /// <summary>Returns the references in a text.</summary>
    /// <param name="numbers">The numbers of the sheets by name.</param>
    /// <param name="text">The text.</param>
    public static IEnumerable<(OutputReference Reference, int Target)> Of(IReadOnlyDictionary<string, int> numbers, string text) =>
        text.Contains('{') && text.Contains('.')
            ? Of(numbers, PlaceholderText.NamesIn(text))
            : [];

    /// <summary>Returns the numbers of the sheets that can be referred to, by name. If several have a name, it is that of the first.</summary>
    /// <param name="score">The score.</param>
    public static IReadOnlyDictionary<string, int> NumbersOf(Score score)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].Name is { } name && SheetName.CanBeReferredTo(name))
                numbers.TryAdd(name, score.Order.NumberAt(index + 1));
        }

        return numbers;
    }

    /// <summary>Returns the texts of a sheet with placeholders, except for its condition and its source of items.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    public static IEnumerable<string> TextsOf(Score score, int number) => PlacesIn(score, number).Select(place => place.Text);

    private static IEnumerable<(OutputReference Reference, int Target)> Of(
        IReadOnlyDictionary<string, int> numbers, IEnumerable<string> names)
    {
        foreach (string name in names.Distinct())
        {
            if (OutputReference.Parse(name) is { } reference && numbers.TryGetValue(reference.Sheet, out int target))
                yield return (reference, target);
        }
    }

    private static IEnumerable<OutputUse> InSources(Score score, IReadOnlyDictionary<string, int> numbers)
    {
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].ForEach is not { } forEach)
                continue;
            foreach ((string path, string text) in ScoreTexts.OfForEach(forEach, FormattableString.Invariant($"sheets[{index}].for_each")))
            {
                foreach ((OutputReference reference, int target) in Of(numbers, text))
                    yield return new OutputUse(score.Order.NumberAt(index + 1), reference, target, path) { IsSource = true, IsPath = text == forEach.Path };
            }
        }
    }

    private static IEnumerable<OutputUse> InConditions(Score score, IReadOnlyDictionary<string, int> numbers)
    {
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].When is not { } when || !when.Contains('.') || WhenCondition.Read(when).Condition is not { } condition)
                continue;

            string path = FormattableString.Invariant($"sheets[{index}].when");
            foreach ((OutputReference reference, int target) in Of(numbers, condition.Placeholders))
                yield return new OutputUse(score.Order.NumberAt(index + 1), reference, target, path) { IsCondition = true };
        }
    }

    private static IEnumerable<(int Number, string Path, string Text, bool IsPath)> PlacesIn(Score score) =>
        score.Numbers.SelectMany(number => PlacesIn(score, number))
            .Concat(score.Sheet.SkipWhenCommand.Select(skip => (
                score.Order.NumberAt(skip.Key), FormattableString.Invariant($"sheet.skip_when_command.{skip.Key}.command"), skip.Value.Command, false)))
            .Concat(score.Validations.SelectMany((rule, index) => PlacesIn(score, rule, index)));

    private static IEnumerable<(int Number, string Path, string Text, bool IsPath)> PlacesIn(Score score, int number)
    {
        ScoreSheet sheet = score.SheetOf(number);
        string path = FormattableString.Invariant($"sheets[{score.Order.PositionOf(number) - 1}]");
        if (sheet.Command is { } command)
            yield return (number, $"{path}.command", command, false);
        if (sheet.Prompt is { } prompt)
        {
            yield return (number, $"{path}.prompt", prompt, false);
            if (sheet.Instrument is { } own)
                yield return (number, $"{path}.instrument", own, false);
            else if (score.Instrument is { } shared)
                yield return (number, "instrument", shared, false);
        }

        if (sheet.Approval?.Message is { } message)
            yield return (number, $"{path}.approval.message", message, false);
        for (int index = 0; index < (sheet.Approval?.Show.Count ?? 0); index++)
            yield return (number, FormattableString.Invariant($"{path}.approval.show[{index}]"), sheet.Approval!.Show[index], true);
        foreach ((string name, string value) in sheet.Environment)
            yield return (number, $"{path}.environment.{name}", value, false);
        foreach ((string name, SheetOutputOptions output) in sheet.Outputs)
            yield return (number, $"{path}.outputs.{name}", output.Path, true);
    }

    private static IEnumerable<(int Number, string Path, string Text, bool IsPath)> PlacesIn(
        Score score, ValidationRule rule, int index)
    {
        int number = rule.Sheet is { } position ? score.Order.NumberAt(position) : 0;
        string path = FormattableString.Invariant($"validations[{index}]");
        if (rule.Command is { } command)
            yield return (number, $"{path}.command", command, false);
        if (rule.Path is { } file)
            yield return (number, $"{path}.path", file, true);
        if (rule.WorkingDirectory is { } folder)
            yield return (number, $"{path}.working_directory", folder, true);
    }
}
