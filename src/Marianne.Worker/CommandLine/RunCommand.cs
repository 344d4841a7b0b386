using System.CommandLine;

namespace Marianne.Worker;

/// <summary>The words after <c>marianne-worker run</c>.</summary>
internal sealed class RunCommand : Command
{
    private readonly Argument<string?> _score = new("score")
    {
        Description = "The score: a .yaml, .yml or .json file. Not needed with --id, which plays the score that the job keeps.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "Where the jobs are: an SQLite file, or a folder of JSON files. Default: state.db in ~/.marianne or $MARIANNE_HOME.",
        HelpName = "file|folder",
    };

    private readonly Option<string?> _learning = new("--learning")
    {
        Description = "The SQLite file of what was learned. Default: global-learning.db in ~/.marianne or $MARIANNE_HOME.",
        HelpName = "file",
    };

    private readonly Option<string?> _id = new("--id")
    {
        Description = "Plays this job and no other. Default: the newest unfinished one of the score, else a new one.",
        HelpName = "job",
    };

    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Makes a new job, whatever unfinished one there is.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Goes on although the score changed since. Sheets that are done stay done.",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Shows what would be played, and does nothing.",
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Shows each line that sheets write, as it comes.",
    };

    /// <summary>Makes the command.</summary>
    /// <param name="run">Does what is asked for.</param>
    public RunCommand(Func<RunOptions, Task<ExitCode>> run)
        : base("run", "Plays a score: goes on with its unfinished job, or makes one.")
    {
        Arguments.Add(_score);
        foreach (Option option in new Option[] { _store, _learning, _id, _restart, _force, _plan, _verbose })
            Options.Add(option);

        Validators.Add(result =>
        {
            if (result.GetValue(_score) is null && result.GetValue(_id) is null)
                result.AddError("There is nothing to play: give a score, or the id of a job with --id.");
        });
        SetAction(async (parsed, _) => (int)await run(OptionsOf(parsed)));
    }

    private RunOptions OptionsOf(ParseResult parsed) => new()
    {
        Score = parsed.GetValue(_score),
        Store = parsed.GetValue(_store),
        Learning = parsed.GetValue(_learning),
        JobId = parsed.GetValue(_id),
        Restart = parsed.GetValue(_restart),
        Force = parsed.GetValue(_force),
        Plan = parsed.GetValue(_plan),
        Verbose = parsed.GetValue(_verbose),
    };
}
