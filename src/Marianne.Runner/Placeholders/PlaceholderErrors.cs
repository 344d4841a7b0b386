using Marianne.Text;

namespace Marianne.Placeholders;

/// <summary>Creates the errors of placeholders in commands.</summary>
public static class PlaceholderErrors
{
    private const int LongestCommand = 80;

    /// <summary>No quoting is safe at the position of the placeholder.</summary>
    /// <param name="name">The name of the placeholder.</param>
    /// <param name="command">The command.</param>
    public static MarianneException UnsafePosition(string name, string command) => new(
        MarianneError.InvalidParameter,
        $"The command '{Shorten(command)}' cannot contain {{{name}}} at this position. No quoting is safe for every value within "
        + "`...`, ${...}, ((...)), a here-document or similar. Assign it to a variable first, as in "
        + $"value={{{name}}}, and use the variable.",
        command);

    /// <summary>The shell has no quoting for the value of the placeholder.</summary>
    /// <param name="name">The name of the placeholder.</param>
    /// <param name="what">What in the value cannot be quoted.</param>
    /// <param name="command">The command.</param>
    public static MarianneException UnsafeValue(string name, string what, string command) => new(
        MarianneError.InvalidParameter,
        $"The command '{Shorten(command)}' cannot contain {{{name}}}: its value contains {what}, which cmd cannot quote. "
        + name switch
        {
            "prompt" => "Remove {prompt} from the instrument. The prompt is then passed to its standard input.",
            "workspace" or "score" => "Choose a path without it.",
            _ => $"Pass it in an environment variable of the sheet: environment: {{ NAME: \"{{{name}}}\" }}.",
        },
        command);

    /// <summary>Another program reads the value as code.</summary>
    /// <param name="name">The name of the placeholder.</param>
    /// <param name="program">The program.</param>
    /// <param name="command">The command.</param>
    public static MarianneException SecondShell(string name, string program, string command) => new(
        MarianneError.InvalidParameter,
        $"The command '{Shorten(command)}' cannot contain {{{name}}} at this position: {program} reads it as code, and the value "
        + $"has characters that could run there. {AdviceOf(name)}",
        command);

    /// <summary>A prompt contains the placeholder of a secret parameter.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="prompt">The path of the prompt, or the prompt.</param>
    public static MarianneException SecretInPrompt(string name, string prompt) => new(
        MarianneError.InvalidParameter,
        $"The prompt '{Shorten(prompt)}' cannot contain {{{name}}}, which is a secret. Pass it in an environment variable of the sheet: "
        + $"environment: {{ NAME: \"{{{name}}}\" }}.",
        name);

    /// <summary>Returns how to pass a value to another program that reads code.</summary>
    /// <param name="name">The name of the placeholder.</param>
    internal static string AdviceOf(string name) => name == "prompt"
        ? "Remove {prompt} from the instrument. The prompt is then passed to its standard input."
        : $"Pass it as an argument, as in sh -c 'ls \"$1\"' sh {{{name}}}, or use a variable, as in "
            + "sh -c 'ls \"$MARIANNE_WORKSPACE\"'.";

    private static string Shorten(string command) => TextTruncation.Shorten(command, LongestCommand);
}
