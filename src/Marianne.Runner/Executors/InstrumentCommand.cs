using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Instruments;
using Marianne.Options;
using Marianne.Placeholders;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>The command of an instrument for one attempt, and how it gets the prompt.</summary>
internal sealed partial class InstrumentCommand : IDisposable
{
    private static readonly SearchValues<char> SpecialCharacters = SearchValues.Create("\"%&|<>^!()\r\n");

    private PrivateFile? _file;

    private InstrumentCommand()
    {
    }

    /// <summary>The command as it is shown, and as the shell runs it if there are no arguments.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The program and its arguments, or <c>null</c> if the shell runs the text.</summary>
    public IReadOnlyList<string>? Arguments { get; private set; }

    /// <summary>The standard input, or <c>null</c>.</summary>
    public string? Input { get; private set; }

    /// <summary>The reason why the prompt cannot be passed, or <c>null</c>.</summary>
    public string? Problem { get; private set; }

    /// <summary>Creates the command. Its file, if it has one, exists until it is disposed.</summary>
    /// <param name="attempt">The attempt, which has a prompt and an instrument.</param>
    /// <exception cref="MarianneException">A value cannot be quoted at its placeholder.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static InstrumentCommand Of(SheetAttempt attempt)
    {
        InstrumentOptions options = attempt.Instrument!.Options;
        string prompt = attempt.Prompt!;
        var command = new InstrumentCommand();
        if (ChannelOf(options, prompt) is not { } channel)
        {
            command.Problem = InstrumentErrors.PromptTooLong(Encoding.UTF8.GetByteCount(prompt), MostBytes(options));
            return command;
        }

        if (channel == PromptChannel.File)
            command._file = PrivateFile.Create("prompt", prompt);
        command.Input = channel == PromptChannel.Stdin ? prompt : null;
        var values = new InstrumentValues
        {
            Prompt = channel == PromptChannel.Argument ? prompt : command._file?.FullPath,
            Model = options.Model,
            Session = attempt.Session,
            Budget = attempt.Budget?.ToString("0.######", CultureInfo.InvariantCulture),
            Workspace = attempt.Score.WorkspacePath,
            SheetNumber = attempt.Number.ToString(CultureInfo.InvariantCulture),
        };
        command.Build(attempt, values);
        return command;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Build(SheetAttempt attempt, InstrumentValues values)
    {
        InstrumentProfile instrument = attempt.Instrument!;
        if (instrument.Options.Command!.Text is { } line)
        {
            string text = WithFullPath(attempt.Score, line);
            var placeholders = PlaceholderExpander.Of(attempt.Score, attempt.Number);
            Dictionary<string, string> more = instrument.IsCommand ? [] : new()
            {
                ["model"] = values.Model ?? "",
                ["session"] = values.Session ?? "",
                ["budget"] = values.Budget ?? "",
            };
            if (values.Prompt is { } prompt)
                more[PlaceholderExpander.Prompt] = prompt;
            IEnumerable<string> extra = InstrumentArguments.ExtraOf(instrument.Options, values, attempt.IsResumed);
            Text = string.Join(' ', extra.Select(PlaceholderExpander.Quote).Prepend(placeholders.InInstrument(text, more)));
            return;
        }

        string[] arguments = [.. InstrumentArguments.Of(instrument.Options, values, attempt.IsResumed)];
        arguments[0] = FullPathOf(attempt.Score, arguments[0]) ?? arguments[0];
        Text = string.Join(' ', arguments);
        Arguments = arguments;
        if (OperatingSystem.IsWindows() && IsBatchFile(attempt, arguments[0])
            && arguments.Skip(1).FirstOrDefault(IsUnsafe) is { } unsafeOne)
        {
            Problem = $"'{arguments[0]}' is a batch file, which would read special characters of the argument "
                + $"{OptionValue.Show(unsafeOne)} as code. Set prompt_on to stdin or file.";
        }
    }

    /// <summary>Returns the first way in which the prompt can be passed, or <c>null</c> if it is too long for all.</summary>
    private static PromptChannel? ChannelOf(InstrumentOptions options, string prompt)
    {
        IEnumerable<PromptChannel> channels = options.PromptOn.Count > 0
            ? options.PromptOn.Select(word => Enum.Parse<PromptChannel>(word, ignoreCase: true))
            : [HasPlace(options.Command!) ? PromptChannel.Argument : PromptChannel.Stdin];
        foreach (PromptChannel channel in channels)
        {
            if (channel != PromptChannel.Argument || Encoding.UTF8.GetByteCount(prompt) <= MostBytes(options))
                return channel;
        }

        return null;
    }

    private static bool HasPlace(CommandLine command) => command.Text is { } text
        ? PlaceholderExpander.HasPromptPlace(text)
        : command.Arguments.Any(argument => argument.Contains(Score.PromptPlaceholder, StringComparison.Ordinal));

    private static int MostBytes(InstrumentOptions options) =>
        options.Command!.Text is not null ? ArgumentLimits.LongestText : ArgumentLimits.LongestArgument;

    private static string WithFullPath(Score score, string command)
    {
        Match program = Program().Match(command);
        return program.Success && FullPathOf(score, program.Groups["path"].Value) is { } file
            ? PlaceholderExpander.Quote(file) + command[(program.Index + program.Length)..]
            : command;
    }

    /// <summary>
    /// Returns the full path of a program such as <c>./agent.sh</c> if the folder of the score has that file. Otherwise the path
    /// begins at the workspace, in which the instrument runs.
    /// </summary>
    private static string? FullPathOf(Score score, string program) =>
        RelativePath().IsMatch(program) && score.FullPath(program) is var file && File.Exists(file) ? file : null;

    private static bool IsBatchFile(SheetAttempt attempt, string program) =>
        Path.GetExtension(ProgramFinder.Find(program, attempt.Score.WorkspacePath) ?? program).ToUpperInvariant() is ".CMD" or ".BAT";

    private static bool IsUnsafe(string argument) => argument.AsSpan().IndexOfAny(SpecialCharacters) >= 0;

    [GeneratedRegex("""^\s*((?<path>\.{1,2}[\\/][^\s"'$`;&|<>(){}*?\[\]]+)|(?<quote>["'])(?<path>\.{1,2}[\\/][^"'$`]+)\k<quote>)""")]
    private static partial Regex Program();

    [GeneratedRegex(@"^\.{1,2}[\\/]")]
    private static partial Regex RelativePath();
}
