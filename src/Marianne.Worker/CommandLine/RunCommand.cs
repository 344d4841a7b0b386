using System.CommandLine;
using Marianne.Running;

namespace Marianne.Worker;

/// <summary>The command <c>marianne-worker run</c>.</summary>
internal sealed class RunCommand : Command
{
    private readonly Argument<string?> _score = new("score")
    {
        Description =
            "The score: a .yaml, .yml or .json file. It is optional with --id, which uses the score that is stored with the job.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description =
            "The job store: an SQLite file or a folder of JSON files. Default: the server of $MARIANNE_CONNECTION, or state.db in "
            + "~/.marianne or $MARIANNE_HOME.",
        HelpName = "file|folder",
    };

    private readonly Option<string?> _learning = new("--learning")
    {
        Description =
            "The SQLite file of the learning store. Default: the server of $MARIANNE_CONNECTION, or global-learning.db in "
            + "~/.marianne or $MARIANNE_HOME.",
        HelpName = "file",
    };

    private readonly Option<string?> _id = new("--id")
    {
        Description = "Runs the job with this id. Default: the newest unfinished job of the score, or a new job.",
        HelpName = "job",
    };

    private readonly Option<string[]> _tags = new("--tag")
    {
        Description = "Adds a tag to the job: a word by which it is found. Repeat the option for more tags.",
        HelpName = "word",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description =
            "Sets a parameter of the score. Without =value, the value is that of the environment variable with this name, which keeps a "
            + "secret off the command line. Repeat the option for more parameters, or for the items of a list.",
        HelpName = "name[=value]",
    };

    private readonly Option<string?> _runId = new("--run-id")
    {
        Description =
            "Gives each run of the score a job of its own, such as one a day: creates the job with this id, resumes it, or does nothing if "
            + "it is done.",
        HelpName = "text",
    };

    private readonly Option<string[]> _fromSheet = new("--from-sheet")
    {
        Description = "Runs this sheet and all that depend on it again, also if the job is done. Repeat the option for more sheets.",
        HelpName = "name|number",
    };

    private readonly Option<string[]> _sheet = new("--sheet")
    {
        Description = "Runs this sheet again, with those that depend on it. Repeat the option for more sheets.",
        HelpName = "name|number",
    };

    private readonly Option<string?> _only = new("--only")
    {
        Description =
            "Runs only those sheets again, of all or of the chosen ones, that have failed or whose text or input has changed, with those "
            + "that depend on them.",
        HelpName = "all|failed|changed",
    };

    private readonly Option<bool> _fork = new("--fork")
    {
        Description = "Runs the chosen sheets in a new job, which takes over the others. The job itself is not changed.",
    };

    private readonly Option<string?> _newId = new("--new-id")
    {
        Description = "The id of the new job of --fork. Default: one that is created from the name and the time.",
        HelpName = "job",
    };

    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Creates a new job, even if there is an unfinished one.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Resumes the job although its score changed for sheets that are done. They stay done.",
    };

    private readonly Option<string> _whenRunning = new("--when-running")
    {
        Description =
            "What to do if another run already runs the job: error (exit code 1), skip (exit code 4), or wait until the other run has "
            + "ended, and then resume the job, unless it is done.",
        HelpName = "error|skip|wait",
        DefaultValueFactory = _ => "error",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Shows what would be run, and runs nothing.",
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Shows each line that the sheets write, immediately.",
    };

    /// <summary>Creates the command.</summary>
    /// <param name="run">Runs the score with the parsed options.</param>
    public RunCommand(Func<RunOptions, Task<ExitCode>> run)
        : base("run", "Runs a score: resumes its unfinished job, or creates a new one.")
    {
        Arguments.Add(_score);
        Option[] options =
        [
            _store, _learning, _id, _runId, _tags, _set, _fromSheet, _sheet, _only, _fork, _newId, _restart, _force, _whenRunning,
            _plan, _verbose,
        ];
        foreach (Option option in options)
            Options.Add(option);

        _only.AcceptOnlyFromAmong("all", "failed", "changed");
        _whenRunning.AcceptOnlyFromAmong("error", "skip", "wait");
        Validators.Add(result =>
        {
            if (result.GetValue(_score) is null && result.GetValue(_id) is null)
                result.AddError("There is nothing to run. Specify a score, or the id of a job with --id.");
        });
        SetAction(async (parsed, _) => (int)await run(OptionsOf(parsed)));
    }

    private RunOptions OptionsOf(ParseResult parsed) => new()
    {
        Score = parsed.GetValue(_score),
        Store = parsed.GetValue(_store),
        Learning = parsed.GetValue(_learning),
        JobId = parsed.GetValue(_id),
        RunId = parsed.GetValue(_runId),
        FromSheets = parsed.GetValue(_fromSheet) ?? [],
        Sheets = parsed.GetValue(_sheet) ?? [],
        Only = parsed.GetValue(_only) is { } only ? Enum.Parse<OnlySheets>(only, ignoreCase: true) : null,
        Fork = parsed.GetValue(_fork),
        NewId = parsed.GetValue(_newId),
        Tags = parsed.GetValue(_tags) ?? [],
        Parameters = parsed.GetValue(_set) ?? [],
        Restart = parsed.GetValue(_restart),
        Force = parsed.GetValue(_force),
        WhenRunning = Enum.Parse<WhenRunning>(parsed.GetValue(_whenRunning)!, ignoreCase: true),
        Plan = parsed.GetValue(_plan),
        Verbose = parsed.GetValue(_verbose),
    };
}
