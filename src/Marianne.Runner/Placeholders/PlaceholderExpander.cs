using System.Globalization;
using System.Text;
using Marianne.Files;
using Marianne.Scores;

namespace Marianne.Placeholders;

/// <summary>
/// Replaces the placeholders <c>{sheet_num}</c>, <c>{workspace}</c>, <c>{score}</c> and those of parameters. In a command the values are
/// quoted for the platform's shell and for the quotes around the placeholder, so that no part of a value can run. Other braces are kept.
/// </summary>
/// <param name="sheet">The sheet's number.</param>
/// <param name="workspace">The full path of the workspace.</param>
/// <param name="folder">The full path of the folder of the score. The default is the workspace.</param>
public sealed class PlaceholderExpander(int sheet, string workspace, string? folder = null)
{
    /// <summary>The name of the placeholder for the prompt in an instrument.</summary>
    internal const string Prompt = "prompt";

    private const string SheetNumber = "sheet_num";
    private const string Workspace = "workspace";
    private const string ScoreFolder = "score";

    private readonly Dictionary<string, PlaceholderValue> _values = new()
    {
        [SheetNumber] = new(sheet.ToString(CultureInfo.InvariantCulture)),
        [Workspace] = new(workspace),
        [ScoreFolder] = new(folder ?? workspace),
    };

    /// <summary>The names of the placeholders in commands and paths.</summary>
    internal static IReadOnlyList<string> Names { get; } = [SheetNumber, Workspace, ScoreFolder];

    /// <summary>Returns the names of the placeholders in the commands and paths of a score.</summary>
    /// <param name="score">The score.</param>
    internal static IReadOnlyList<string> NamesOf(Score score) =>
        [.. Names, .. score.Parameters.Keys, .. OutputUses.In(score).Select(use => use.Reference.Text).Distinct(),
            .. score.Sheets.SelectMany(sheet => sheet.ForEach?.Names ?? []).Distinct(),
            .. score.Numbers.Where(score.IsParent).SelectMany(number => ItemUses.In(score, number)).Distinct()];

    /// <summary>Creates the expander for a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="sheet">The sheet's number.</param>
    public static PlaceholderExpander Of(Score score, int sheet)
    {
        ArgumentNullException.ThrowIfNull(score);
        var expander = new PlaceholderExpander(sheet, score.WorkspacePath, score.FullPath("."));
        foreach ((string name, object? value) in score.Values.OfPlaceholders)
        {
            if (value is not null)
                expander._values[name] = PlaceholderValue.Of(value);
        }

        return expander;
    }

    /// <summary>
    /// Determines whether an instrument contains <c>{prompt}</c>. Otherwise it reads the prompt from its standard input.
    /// </summary>
    /// <param name="instrument">The instrument.</param>
    public static bool HasPromptPlace(string instrument) =>
        Find(instrument, [Prompt], OperatingSystem.IsWindows()).Any();

    /// <summary>Returns the full path of a path in the score. A relative path starts at the workspace.</summary>
    /// <param name="path">The path.</param>
    public string InPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PortablePath.FullPath(Replace(path), Replace(PortablePath.Of(path)), workspace);

        string Replace(string text) => PlaceholderText.Replace(text, name => _values.GetValueOrDefault(name)?.Text);
    }

    /// <summary>
    /// Replaces the placeholders in a text, without quoting. <c>{score}</c> is kept, which is a word of many prompts.
    /// </summary>
    /// <param name="text">The text.</param>
    public string InText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PlaceholderText.Replace(text, name => name == ScoreFolder ? null : _values.GetValueOrDefault(name)?.Text);
    }

    /// <summary>Replaces the placeholders in a command with quoted values.</summary>
    /// <param name="command">The command.</param>
    /// <exception cref="MarianneException">A value cannot be quoted at its placeholder.</exception>
    public string InCommand(string command) => Expand(command, _values);

    /// <summary>Replaces the placeholders, including <c>{prompt}</c>, in an instrument with quoted values.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="prompt">The prompt.</param>
    /// <exception cref="MarianneException">A value cannot be quoted at its placeholder.</exception>
    public string InInstrument(string instrument, string prompt) =>
        InInstrument(instrument, new Dictionary<string, string> { [Prompt] = prompt });

    /// <summary>Replaces the placeholders in an instrument with quoted values.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="values">The values of more placeholders, by name.</param>
    /// <exception cref="MarianneException">A value cannot be quoted at its placeholder.</exception>
    internal string InInstrument(string instrument, IReadOnlyDictionary<string, string> values) =>
        Expand(instrument, _values.Concat(Simple(values)).ToDictionary());

    /// <summary>Quotes a path as a word of a command.</summary>
    /// <param name="path">The path.</param>
    internal static string Quote(string path) =>
        Expand("{path}", new Dictionary<string, string> { ["path"] = path }, OperatingSystem.IsWindows());

    /// <summary>Replaces the placeholders in a command for a given shell.</summary>
    /// <param name="command">The command.</param>
    /// <param name="values">The values of the placeholders by name.</param>
    /// <param name="isWindows">Indicates whether the shell is cmd; otherwise it is sh.</param>
    internal static string Expand(string command, IReadOnlyDictionary<string, string> values, bool isWindows) =>
        Expand(command, Simple(values).ToDictionary(), isWindows);

    /// <summary>Replaces the placeholders in a command for a given shell.</summary>
    /// <param name="command">The command.</param>
    /// <param name="values">The values of the placeholders by name.</param>
    /// <param name="isWindows">Indicates whether the shell is cmd; otherwise it is sh.</param>
    internal static string Expand(string command, IReadOnlyDictionary<string, PlaceholderValue> values, bool isWindows)
    {
        var expanded = new StringBuilder();
        int end = 0;
        IReadOnlyList<CodeRange> code = SecondShell.Find(command, isWindows);
        foreach (PlaceholderSlot slot in Find(command, values.Keys, isWindows))
        {
            PlaceholderValue value = values[slot.Name];
            bool isPlain = value.Items.All(item => SecondShell.IsPlain(item, isWindows));
            if (!isPlain && code.FirstOrDefault(range => range.Contains(slot)) is { } range)
                throw PlaceholderErrors.SecondShell(slot.Name, range.Program, command);
            expanded.Append(command, end, slot.Start - end);
            expanded.AppendJoin(' ', value.Items.Select(item => isWindows
                ? CmdQuoter.Quote(command, slot, item)
                : ShellQuoter.Quote(command, slot, item)));
            end = slot.End;
        }

        return expanded.Append(command, end, command.Length - end).ToString();
    }

    private static IEnumerable<KeyValuePair<string, PlaceholderValue>> Simple(IReadOnlyDictionary<string, string> values) =>
        values.Select(entry => new KeyValuePair<string, PlaceholderValue>(entry.Key, new(entry.Value)));

    private static string Expand(string command, Dictionary<string, PlaceholderValue> values)
    {
        ArgumentNullException.ThrowIfNull(command);
        bool isWindows = OperatingSystem.IsWindows();

        // A score that was written on Windows may have its line ends, which other shells take as part of a word.
        string text = isWindows ? command : command.Replace("\r\n", "\n", StringComparison.Ordinal);
        return Expand(text, values, isWindows);
    }

    internal static IEnumerable<PlaceholderSlot> Find(string command, IEnumerable<string> names, bool isWindows) =>
        isWindows ? CmdQuoter.Find(command, names) : new ShellScanner(command, names).Find();
}
