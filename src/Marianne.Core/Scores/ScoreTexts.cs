using System.Globalization;
using Marianne.Collections;
using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>Finds the texts of a score in which placeholders are replaced.</summary>
internal static class ScoreTexts
{
    /// <summary>Returns the texts with the paths of their keys, and whether they are paths of files.</summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<(string Path, string Text, bool IsPath)> WithPlaceholders(Score score) =>
        OfSheets(score).Concat(OfSkips(score)).Concat(OfValidations(score))
            .Concat(score.Instrument is { } instrument ? [("instrument", instrument, false)] : Array.Empty<(string, string, bool)>());

    /// <summary>Returns the texts of a source of items with the paths of their keys.</summary>
    /// <param name="forEach">The options of the sheet.</param>
    /// <param name="path">The path of the options.</param>
    public static IEnumerable<(string Path, string Text)> OfForEach(ForEachOptions forEach, string path)
    {
        foreach (string text in TextsIn(forEach.In))
            yield return ($"{path}.in", text);
        if (forEach.Path is { } files)
            yield return ($"{path}.path", files);
        if (forEach.Command is { } command)
            yield return ($"{path}.command", command);
        foreach ((string name, object? values) in forEach.Matrix ?? ReadOnlyMap<string, object?>.Empty)
        {
            foreach (string text in TextsIn(values))
                yield return ($"{path}.matrix.{name}", text);
        }

        if (forEach.Key is { } key)
            yield return ($"{path}.key", key);
    }

    /// <summary>Returns the texts in a value, also those within lists and objects.</summary>
    private static IEnumerable<string> TextsIn(object? value) =>
        value is string text ? [text]
        : OptionValue.Map(value) is { } map ? map.SelectMany(member => TextsIn(member.Value))
        : OptionValue.List(value) is { } list ? list.SelectMany(TextsIn)
        : [];

    private static IEnumerable<(string Path, string Text, bool IsPath)> OfSheets(Score score)
    {
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            ScoreSheet sheet = score.Sheets[index];
            string path = string.Create(CultureInfo.InvariantCulture, $"sheets[{index}]");
            if (sheet.Command is { } command)
                yield return ($"{path}.command", command, false);
            if (sheet.Prompt is { } prompt)
                yield return ($"{path}.prompt", prompt, false);
            if (sheet.Instrument is { } instrument)
                yield return ($"{path}.instrument", instrument, false);
            if (sheet.Approval?.Message is { } message)
                yield return ($"{path}.approval.message", message, false);
            for (int item = 0; item < (sheet.Approval?.Show.Count ?? 0); item++)
                yield return (string.Create(CultureInfo.InvariantCulture, $"{path}.approval.show[{item}]"), sheet.Approval!.Show[item], true);
        }
    }

    private static IEnumerable<(string Path, string Text, bool IsPath)> OfSkips(Score score)
    {
        foreach ((int number, SkipWhenOptions skip) in score.Sheet.SkipWhenCommand)
            yield return (string.Create(CultureInfo.InvariantCulture, $"sheet.skip_when_command.{number}.command"), skip.Command, false);
    }

    private static IEnumerable<(string Path, string Text, bool IsPath)> OfValidations(Score score)
    {
        for (int index = 0; index < score.Validations.Count; index++)
        {
            ValidationRule rule = score.Validations[index];
            string path = string.Create(CultureInfo.InvariantCulture, $"validations[{index}]");
            if (rule.Command is { } command)
                yield return ($"{path}.command", command, false);
            if (rule.Path is { } file)
                yield return ($"{path}.path", file, true);
            if (rule.WorkingDirectory is { } folder)
                yield return ($"{path}.working_directory", folder, true);
        }
    }
}
