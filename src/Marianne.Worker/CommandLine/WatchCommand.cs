using System.CommandLine;

namespace Marianne.Worker;

/// <summary>The command <c>marianne-worker watch</c>.</summary>
internal sealed class WatchCommand : Command
{
    private readonly Option<string[]> _ids = new("--id")
    {
        Description =
            "The id of a job, whose sheets are shown. Repeat the option for a list of jobs. Default: a list of all jobs or, without a "
            + "terminal, those that are Running or Pending.",
        HelpName = "job",
    };

    private readonly Option<string?> _store = StoreOption.Create();

    /// <summary>Creates the command.</summary>
    /// <param name="watch">Shows the jobs with the parsed options.</param>
    public WatchCommand(Func<WatchRunOptions, Task<ExitCode>> watch)
        : base("watch", "Shows jobs live on a terminal, and otherwise writes a line for each change until the jobs end.")
    {
        foreach (Option option in new Option[] { _ids, _store })
            Options.Add(option);
        SetAction(async (parsed, _) => (int)await watch(OptionsOf(parsed)));
    }

    private WatchRunOptions OptionsOf(ParseResult parsed) => new()
    {
        Ids = parsed.GetValue(_ids) ?? [],
        Store = parsed.GetValue(_store),
    };
}
