using System.CommandLine;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>The command line of the worker.</summary>
internal static class WorkerCommand
{
    /// <summary>The name of the program.</summary>
    public const string Name = "marianne-worker";

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">The standard output.</param>
    /// <param name="error">The standard error. It receives one message for each error.</param>
    public static Task<ExitCode> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var errors = new TolerantWriter(error);
        var lines = new TolerantWriter(output, failure => WriteError(
            errors, $"The standard output cannot be written: {failure.Message.TrimEnd('.')}. This does not affect the job."));
        return RunCommandAsync(arguments, lines, errors);
    }

    private static async Task<ExitCode> RunCommandAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Runs Marianne scores: durable jobs that resume where they stopped.")
        {
            new RunCommand(options => RunAsync(options, output, error)),
            new ReportCommand(options => ReportAsync(options, output, error)),
            new WorkCommand(options => WorkAsync(options, output, error)),
            new WatchCommand(options => WatchAsync(options, output, error)),
            new ApprovalsCommand(options => ApproveAsync(options, output, error)),
            new AnswerCommand(ApprovalDecision.Approve, options => ApproveAsync(options, output, error)),
            new AnswerCommand(ApprovalDecision.Deny, options => ApproveAsync(options, output, error)),
        };
        // The name of a score may begin with @, which would otherwise mean a response file.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            string problems = string.Join(' ', parsed.Errors.Select(problem => problem.Message).Distinct());
            string command = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
            WriteError(error, $"{problems} See {Name} {command}--help.");
            return ExitCode.BadScore;
        }

        return (ExitCode)await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // PauseSignals handles the signals.
        });
    }

    /// <summary>Writes an error message.</summary>
    public static void WriteError(TextWriter error, string message) => error.WriteLine($"{Name}: {TerminalText.Message(message)}");

    private static async Task<ExitCode> ReportAsync(ReportRunOptions options, TextWriter output, TextWriter error)
    {
        using var signals = new PauseSignals();
        return await ReportErrorsAsync(new ReportRun(options, output, error, signals).RunAsync, error);
    }

    private static async Task<ExitCode> RunAsync(RunOptions options, TextWriter output, TextWriter error)
    {
        using var signals = new PauseSignals();
        var run = new ScoreRun(options, output, error, signals);
        return await ReportErrorsAsync(run.RunAsync, error, () => run.HasStarted);
    }

    private static async Task<ExitCode> WorkAsync(WorkOptions options, TextWriter output, TextWriter error)
    {
        using var signals = new PauseSignals();
        return await ReportErrorsAsync(new QueueWork(options, output, error, signals).RunAsync, error);
    }

    private static async Task<ExitCode> WatchAsync(WatchRunOptions options, TextWriter output, TextWriter error)
    {
        using var signals = new PauseSignals();
        return await ReportErrorsAsync(new WatchRun(options, output, error, signals).RunAsync, error);
    }

    private static Task<ExitCode> ApproveAsync(ApprovalRunOptions options, TextWriter output, TextWriter error) =>
        ReportErrorsAsync(new ApprovalRun(options, output, error).RunAsync, error);

    private static async Task<ExitCode> ReportErrorsAsync(
        Func<Task<ExitCode>> run, TextWriter error, Func<bool>? hasStarted = null)
    {
        try
        {
            return await run();
        }
        catch (MarianneException failure)
        {
            WriteError(error, OptionText.OfError(failure.Message));
            return hasStarted?.Invoke() == true ? ExitCode.Failed : WorkerErrors.ExitCodeOf(failure.Error);
        }
        catch (Exception failure)
        {
            // A stack trace does not help the operator of an unattended job.
            WriteError(error, $"An unexpected error occurred: {failure.GetBaseException().Message}");
            return ExitCode.Failed;
        }
    }
}
