using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Scores;

namespace Marianne.Placeholders;

/// <summary>
/// What <c>{sheet_num}</c> and <c>{workspace}</c> stand for. In a command it is quoted for the platform's shell, in
/// whichever quotes the place stands, so that nothing in the name of a folder can run. All other braces stay.
/// </summary>
/// <param name="sheet">The number of the sheet.</param>
/// <param name="workspace">The workspace, a full path.</param>
public sealed partial class PlaceholderExpander(int sheet, string workspace)
{
    private const string Prompt = "prompt";

    private readonly Dictionary<string, string> _values = new()
    {
        ["sheet_num"] = sheet.ToString(CultureInfo.InvariantCulture),
        ["workspace"] = workspace,
    };

    /// <summary>Those of a sheet of a score.</summary>
    public static PlaceholderExpander Of(Score score, int sheet)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new PlaceholderExpander(sheet, score.WorkspacePath);
    }

    /// <summary>Whether an instrument has a place for the prompt. If not, it reads the prompt from its standard input.</summary>
    public static bool HasPromptPlace(string instrument) =>
        Places(instrument, [Prompt], OperatingSystem.IsWindows()).Any();

    /// <summary>The full path that a path of the score means, from the workspace on.</summary>
    public string InPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetFullPath(InText(path), workspace);
    }

    /// <summary>A text with everything in its place, as it is.</summary>
    public string InText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Name().Replace(text, match => _values[match.Groups[1].Value]);
    }

    /// <summary>A command with everything in its place, quoted.</summary>
    /// <exception cref="MarianneException">Something cannot be quoted where it stands.</exception>
    public string InCommand(string command) => Fill(command, _values);

    /// <summary>An instrument with its prompt, and everything else, in its place, quoted.</summary>
    /// <exception cref="MarianneException">Something cannot be quoted where it stands.</exception>
    public string InInstrument(string instrument, string prompt) =>
        Fill(instrument, new Dictionary<string, string>(_values) { [Prompt] = prompt });

    /// <summary>The same for a given shell.</summary>
    internal static string Fill(string command, IReadOnlyDictionary<string, string> values, bool isWindows)
    {
        var filled = new StringBuilder();
        int end = 0;
        foreach (PlaceholderSlot place in Places(command, values.Keys, isWindows))
        {
            string value = values[place.Name];
            filled.Append(command, end, place.Start - end);
            filled.Append(isWindows ? CmdQuoter.Quote(command, place, value) : ShellQuoter.Quote(command, place, value));
            end = place.End;
        }

        return filled.Append(command, end, command.Length - end).ToString();
    }

    private static string Fill(string command, Dictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Fill(command, values, OperatingSystem.IsWindows());
    }

    private static IEnumerable<PlaceholderSlot> Places(string command, IEnumerable<string> names, bool isWindows) =>
        isWindows ? CmdQuoter.Places(command, names) : new ShellQuoter(command, names).Places();

    [GeneratedRegex(@"\{(sheet_num|workspace)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
