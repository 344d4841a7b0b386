using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Marianne.Working;

namespace Marianne.Worker;

/// <summary>The command <c>marianne-worker work</c>.</summary>
internal sealed class WorkCommand : Command
{
    private readonly Option<string?> _store = new("--store")
    {
        Description =
            "The job store: an SQLite file. Default: the server of $MARIANNE_CONNECTION, or state.db in ~/.marianne or $MARIANNE_HOME.",
        HelpName = "file",
    };

    private readonly Option<string?> _learning = new("--learning")
    {
        Description =
            "The SQLite file of the learning store. Default: the server of $MARIANNE_CONNECTION, or global-learning.db in "
            + "~/.marianne or $MARIANNE_HOME.",
        HelpName = "file",
    };

    private readonly Option<string[]> _queues = new("--queue")
    {
        Description = "Works only on jobs with this tag. Repeat the option for more tags. Default: any job.",
        HelpName = "tag",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "The maximum number of sheets that run at the same time, in all jobs.",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _grace = new("--grace")
    {
        Description = "The number of seconds that running sheets get to end after SIGTERM or Ctrl+C. Then they are interrupted.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<bool> _untilIdle = new("--until-idle")
    {
        Description = "Ends when nothing is left that this worker could run.",
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Shows each line that the sheets write, immediately.",
    };

    /// <summary>Creates the command.</summary>
    /// <param name="run">Works with the parsed options.</param>
    public WorkCommand(Func<WorkOptions, Task<ExitCode>> run)
        : base("work", "Runs sheets of queued jobs, together with the other workers of the store, until it is stopped.")
    {
        foreach (Option option in new Option[] { _store, _learning, _queues, _parallel, _grace, _untilIdle, _verbose })
            Options.Add(option);

        AddRange(_parallel, 1, int.MaxValue);
        AddRange(_grace, 0, (int)WorkerOptions.LongestGrace.TotalSeconds);
        SetAction(async (parsed, _) => (int)await run(OptionsOf(parsed)));
    }

    private WorkOptions OptionsOf(ParseResult parsed) => new()
    {
        Store = parsed.GetValue(_store),
        Learning = parsed.GetValue(_learning),
        Queues = parsed.GetValue(_queues) ?? [],
        Parallel = parsed.GetValue(_parallel),
        Grace = TimeSpan.FromSeconds(parsed.GetValue(_grace)),
        UntilIdle = parsed.GetValue(_untilIdle),
        Verbose = parsed.GetValue(_verbose),
    };

    private static void AddRange(Option<int> option, int minimum, int maximum) => option.Validators.Add(result =>
    {
        // A text that is not a number has its own error.
        if (result.Tokens is not [var token] || !BigInteger.TryParse(token.Value, CultureInfo.InvariantCulture, out BigInteger value))
            return;
        if (value < minimum)
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be at least {minimum}."));
        else if (value > maximum)
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be at most {maximum}."));
    });
}
