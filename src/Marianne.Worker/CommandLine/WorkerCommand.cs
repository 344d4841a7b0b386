using System.CommandLine;

namespace Marianne.Worker;

/// <summary>The command line of the worker.</summary>
internal static class WorkerCommand
{
    /// <summary>The name under which it is started.</summary>
    public const string Name = "marianne-worker";

    /// <summary>Does what a command line asks for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Gets what happens.</param>
    /// <param name="error">Gets why it could not be done, in one message.</param>
    public static async Task<ExitCode> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Plays scores of Marianne: durable jobs that go on where they were after a crash.")
        {
            new RunCommand(options => RunAsync(options, output, error)),
        };
        // A file's name may begin with an @; it is no file of more arguments.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            string problems = string.Join(' ', parsed.Errors.Select(problem => problem.Message).Distinct());
            Fail(error, $"{problems} See {Name} {(parsed.CommandResult.Command is RunCommand ? "run " : "")}--help.");
            return ExitCode.BadScore;
        }

        return (ExitCode)await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Signals pause the job: that is ours to do.
        });
    }

    /// <summary>Says why something could not be done.</summary>
    public static void Fail(TextWriter error, string message) => error.WriteLine($"{Name}: {message}");

    private static async Task<ExitCode> RunAsync(RunOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            using var signals = new PauseSignals();
            return await new ScoreRun(options, output, error, signals).RunAsync();
        }
        catch (MarianneException failure)
        {
            Fail(error, failure.Message);
            return WorkerErrors.ExitCodeOf(failure.Error);
        }
        catch (Exception failure)
        {
            // Nobody who runs a job at night is helped by a stack trace.
            Fail(error, $"It broke down: {failure.GetBaseException().Message}");
            return ExitCode.Failed;
        }
    }
}
