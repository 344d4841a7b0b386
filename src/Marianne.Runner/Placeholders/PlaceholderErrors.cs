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
        + (name == "prompt"
            ? "Remove {prompt} from the instrument. The prompt is then passed to its standard input."
            : "Choose a path without it."),
        command);

    private static string Shorten(string command) => TextTruncation.Shorten(command, LongestCommand);
}
