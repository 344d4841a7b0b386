using System.Text.RegularExpressions;

namespace Marianne.Instruments;

/// <summary>Replaces the placeholders in the arguments of an instrument. Nothing is quoted, because no shell reads them.</summary>
public static partial class InstrumentArguments
{
    private const string Prompt = "{prompt}";

    /// <summary>The names of the placeholders.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["prompt", "model", "session", "budget", "workspace", "sheet_num"];

    /// <summary>Returns the program and its arguments.</summary>
    /// <param name="options">The profile. Its command is a list.</param>
    /// <param name="values">The values of the placeholders.</param>
    /// <param name="resumes">Indicates whether the session is continued.</param>
    public static IReadOnlyList<string> Of(InstrumentOptions options, InstrumentValues values, bool resumes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(values);

        string[] templates = [.. options.Command!.Arguments, .. ExtraOf(options, resumes)];
        List<string> arguments = Expand(templates, values);
        if (values.Prompt is { } prompt && !templates.Any(template => template.Contains(Prompt, StringComparison.Ordinal)))
            arguments.Add(prompt);
        return arguments;
    }

    /// <summary>Returns the arguments that follow those of the command.</summary>
    /// <param name="options">The profile.</param>
    /// <param name="values">The values of the placeholders.</param>
    /// <param name="resumes">Indicates whether the session is continued.</param>
    public static IReadOnlyList<string> ExtraOf(InstrumentOptions options, InstrumentValues values, bool resumes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(values);
        return Expand([.. ExtraOf(options, resumes)], values);
    }

    /// <summary>Determines whether the command contains a placeholder.</summary>
    /// <param name="options">The profile.</param>
    /// <param name="name">The name of the placeholder.</param>
    public static bool Has(InstrumentOptions options, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        string placeholder = $"{{{name}}}";
        return (options.Command is { } command && (command.Text ?? "").Contains(placeholder, StringComparison.Ordinal))
            || (options.Command?.Arguments ?? []).Concat(options.Arguments)
                .Any(argument => argument.Contains(placeholder, StringComparison.Ordinal));
    }

    private static IEnumerable<string> ExtraOf(InstrumentOptions options, bool resumes) =>
        resumes ? options.Arguments.Concat(options.Resume) : options.Arguments;

    private static List<string> Expand(string[] templates, InstrumentValues values)
    {
        List<string> arguments = [];
        string? option = null;
        foreach (string template in templates)
        {
            string[] names = [.. Placeholder().Matches(template).Select(match => match.Groups[1].Value)];
            if (names.Any(name => values.Of(name) is null))
            {
                if (option is not null)
                    arguments.RemoveAt(arguments.Count - 1);
                option = null;
                continue;
            }

            option = names.Length == 0 && template.StartsWith('-') && template.Length > 1 ? template : null;
            arguments.Add(Placeholder().Replace(template, match => values.Of(match.Groups[1].Value)!));
        }

        return arguments;
    }

    [GeneratedRegex(@"\{(prompt|model|session|budget|workspace|sheet_num)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
