using Marianne.Errors;
using Marianne.Executors;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Instruments;

/// <summary>Tests whether an instrument can be used, and how its output is read.</summary>
/// <param name="instrument">The instrument.</param>
/// <param name="commands">Runs its program.</param>
/// <param name="time">The clock, and the zone of times that do not name one.</param>
public sealed class InstrumentTester(InstrumentProfile instrument, ICommandRunner commands, TimeProvider time)
{
    private const string Prompt = "Reply with the single word: ready";

    private static readonly TimeSpan HelpTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Reads an output as a run would.</summary>
    /// <param name="output">The standard output.</param>
    /// <param name="errorOutput">The standard error.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="now">The time at which the attempt ended, or <c>null</c> for the current time.</param>
    public AttemptReading Read(string output, string errorOutput, int exitCode, DateTimeOffset? now = null) =>
        AttemptReader.Read(new AttemptEvidence
        {
            Instrument = instrument.Options,
            Output = output,
            ErrorOutput = errorOutput,
            ExitCode = exitCode,
            Now = now ?? time.GetUtcNow(),
            Zone = time.LocalTimeZone,
        });

    /// <summary>Checks that the program is installed, and knows the options that the profile uses.</summary>
    /// <param name="folder">The full path of the folder that relative paths begin at.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<InstrumentReading> CheckAsync(string folder, CancellationToken cancellationToken)
    {
        if (FindProblem(folder) is { } missing)
            return missing;
        if (instrument.Options.Command!.Text is not null)
            return new InstrumentReading { Text = "The program is installed. Its options are not known." };

        string[] program =
        [
            .. instrument.Options.Command.Arguments.TakeWhile(argument => !argument.StartsWith('-') && !argument.Contains('{')),
        ];
        CommandResult help = await RunAsync(folder, [.. program, "--help"], cancellationToken).ConfigureAwait(false);
        string name = string.Join(' ', program);
        if (!help.Succeeded || string.IsNullOrWhiteSpace(help.Output))
        {
            string cause = FailureCause.Of(help.Output) ?? "it wrote no output";
            return InstrumentReading.Unusable(ReadingKind.Error, $"'{name} --help' failed: {cause}");
        }

        string[] unknown = [.. OptionsOf().Where(option => !Mentions(help.Output, option))];
        if (unknown.Length > 0)
        {
            return InstrumentReading.Unusable(
                ReadingKind.Error,
                $"'{name} --help' does not mention {string.Join(", ", unknown)}. Update the program, or change command in the profile.");
        }

        CommandResult version = await RunAsync(folder, [program[0], "--version"], cancellationToken).ConfigureAwait(false);
        return new InstrumentReading { Text = version.Succeeded ? FailureCause.Of(version.Output) : null };
    }

    /// <summary>Gives the instrument a tiny prompt, which may cost something.</summary>
    /// <param name="folder">The full path of the folder in which it runs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<InstrumentReading> AskAsync(string folder, CancellationToken cancellationToken)
    {
        if (FindProblem(folder) is { } missing)
            return missing;

        Score score = new Score { Name = "test", Instrument = instrument.Name, Sheets = [new ScoreSheet { Prompt = Prompt }] }.At(folder);
        var attempt = new SheetAttempt
        {
            Score = score,
            JobId = "test",
            Number = 1,
            Attempt = 1,
            Mode = "normal",
            Prompt = Prompt,
            Instrument = instrument,
            Session = InstrumentArguments.Has(instrument.Options, "session") ? $"marianne-{Guid.NewGuid():N}" : null,
        };
        AttemptResult result = await new CommandExecutor(commands).ExecuteAsync(attempt, _ => { }, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Error is { } error)
            return new InstrumentReading { Kind = ReadingKind.Error, IsError = true, ErrorCode = error.Code, Text = result.Message };
        return InstrumentReading.Of(Read(result.Command.Output, "", result.Command.ExitCode ?? -1), instrument.Options);
    }

    private InstrumentReading? FindProblem(string folder) =>
        Instrument.ProgramOf(instrument.Options.Command!) is { } program && ProgramFinder.Find(program, folder) is null
            ? InstrumentReading.Unusable(
                ReadingKind.NotFound, $"The program '{program}' is not installed: no folder of PATH has it. Install it, or correct PATH.")
            : null;

    private async ValueTask<CommandResult> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        CommandResult result = await commands.RunAsync(
            new ShellCommand(string.Join(' ', arguments))
            {
                Arguments = arguments,
                WorkingDirectory = folder,
                Timeout = HelpTimeout,
                Environment = instrument.Options.Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value),
                Stale = new StaleDetectionOptions(),
                OutputLimit = 1024 * 1024,
            },
            onOutput: null,
            cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>Returns the long options of the command and of its continuation.</summary>
    private IEnumerable<string> OptionsOf() => instrument.Options.Command!.Arguments
        .Concat(instrument.Options.Arguments).Concat(instrument.Options.Resume)
        .Where(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2)
        .Select(argument => argument.Split('=')[0])
        .Distinct();

    private static bool Mentions(string help, string option)
    {
        for (int at = help.IndexOf(option, StringComparison.Ordinal); at >= 0; at = help.IndexOf(option, at + 1, StringComparison.Ordinal))
        {
            int end = at + option.Length;
            if (end == help.Length || !(char.IsAsciiLetterOrDigit(help[end]) || help[end] == '-'))
                return true;
        }

        return false;
    }
}
