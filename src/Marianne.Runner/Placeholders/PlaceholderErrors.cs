using Marianne.Text;

namespace Marianne.Placeholders;

/// <summary>The errors of what is put in places of commands, made in one place.</summary>
public static class PlaceholderErrors
{
    /// <summary>There is no quoting at this place.</summary>
    public static MarianneException NoSafePlace(string name, string command) => new(
        MarianneError.InvalidParameter,
        $"The command '{Shorten(command)}' cannot have {{{name}}} where it stands: within `...`, ${{...}}, ((...)), a "
        + "here-document or what is like them it cannot be quoted so that every value is safe. Give it to a variable first, "
        + $"as in value={{{name}}}, and use that.",
        command);

    /// <summary>No quoting of the shell holds the value.</summary>
    public static MarianneException NoSafeValue(string name, string what, string command) => new(
        MarianneError.InvalidParameter,
        $"The command '{Shorten(command)}' cannot have {{{name}}}: it holds {what}, which cmd takes for its own in any quotes. "
        + (name == "prompt"
            ? "Leave {prompt} out of the instrument, and the prompt comes on its standard input."
            : "Choose a path without it."),
        command);

    private static string Shorten(string command) => TextTruncation.Shorten(command, 80);
}
