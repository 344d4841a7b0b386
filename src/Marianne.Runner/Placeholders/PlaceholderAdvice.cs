using System.Text.RegularExpressions;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Placeholders;

/// <summary>Finds placeholders in a valid score that are probably mistakes.</summary>
public static partial class PlaceholderAdvice
{
    /// <summary>
    /// Returns the placeholders that another program reads as code, and the words in braces that are no placeholders.
    /// </summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<OptionProblem> Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        IReadOnlyList<string> names = PlaceholderExpander.NamesOf(score);
        return CommandsOf(score, names).SelectMany(command => InCommand(command.Path, command.Text, command.Names))
            .Concat(PathsOf(score).SelectMany(path => Unknown(path.Path, path.Text, names, [], isPath: true)));
    }

    private static IEnumerable<(string Path, string Text, IReadOnlyList<string> Names)> CommandsOf(
        Score score, IReadOnlyList<string> names)
    {
        if (score.Instrument is { } instrument)
            yield return ("instrument", instrument, [.. names, PlaceholderExpander.Prompt]);
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].Command is { } command)
                yield return (FormattableString.Invariant($"sheets[{index}].command"), command, names);
        }

        foreach ((int number, Policies.SkipWhenOptions skip) in score.Sheet.SkipWhenCommand)
            yield return (FormattableString.Invariant($"sheet.skip_when_command.{number}.command"), skip.Command, names);
        for (int index = 0; index < score.Validations.Count; index++)
        {
            if (score.Validations[index].Command is { } command)
                yield return (FormattableString.Invariant($"validations[{index}].command"), command, names);
        }
    }

    private static IEnumerable<(string Path, string Text)> PathsOf(Score score)
    {
        for (int index = 0; index < score.Validations.Count; index++)
        {
            if (score.Validations[index].Path is { } path)
                yield return (FormattableString.Invariant($"validations[{index}].path"), path);
            if (score.Validations[index].WorkingDirectory is { } folder)
                yield return (FormattableString.Invariant($"validations[{index}].working_directory"), folder);
        }
    }

    private static IEnumerable<OptionProblem> InCommand(string path, string command, IReadOnlyList<string> names)
    {
        bool isWindows = OperatingSystem.IsWindows();
        IReadOnlyList<CodeRange> code = SecondShell.Find(command, isWindows);
        foreach (PlaceholderSlot slot in PlaceholderExpander.Find(command, names.Where(name => name != "sheet_num"), isWindows))
        {
            if (code.FirstOrDefault(range => range.Contains(slot)) is { } range)
            {
                yield return new OptionProblem(
                    path,
                    $"{range.Program} reads {{{slot.Name}}} as code, and its value is not quoted for {range.Program}. A value with "
                    + $"special characters does not start. {PlaceholderErrors.AdviceOf(slot.Name)}");
            }
        }

        foreach (OptionProblem unknown in Unknown(path, command, names, code, isPath: false))
            yield return unknown;
    }

    /// <summary>
    /// Returns words in braces. Braces are common in commands, so there they are reported only if they look like placeholders.
    /// </summary>
    private static IEnumerable<OptionProblem> Unknown(
        string path, string text, IReadOnlyList<string> names, IReadOnlyList<CodeRange> code, bool isPath)
    {
        foreach (Match match in Word().Matches(text))
        {
            string word = match.Groups[1].Value;
            string? nearest = NearestWord.Of(word, names);
            bool isCode = code.Any(range => match.Index >= range.Start && match.Index < range.End);
            if (names.Contains(word) || isCode || (!isPath && nearest is null && !word.Contains('_')))
                continue;

            yield return new OptionProblem(
                path,
                $"{{{word}}} is not a placeholder here and stays as it is. "
                + (nearest is null
                    ? $"The placeholders are {string.Join(", ", names.Select(name => $"{{{name}}}"))}."
                    : $"Did you mean {{{nearest}}}?"))
            {
                Suggestion = nearest is null ? null : $"{{{nearest}}}",
            };
        }
    }

    [GeneratedRegex(@"(?<![$\\{])\{([A-Za-z][A-Za-z0-9_]{0,199})\}(?!\})", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
