using System.CommandLine;

namespace Marianne.Worker;

/// <summary>The command <c>marianne-worker approvals</c>.</summary>
internal sealed class ApprovalsCommand : Command
{
    private readonly Argument<string?> _job = new("job")
    {
        Description = "The id of a job. Default: all jobs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _store = StoreOption.Create();

    /// <summary>Creates the command.</summary>
    /// <param name="list">Lists with the parsed options.</param>
    public ApprovalsCommand(Func<ApprovalRunOptions, Task<ExitCode>> list)
        : base("approvals", "Lists the sheets that wait for approval.")
    {
        Arguments.Add(_job);
        Options.Add(_store);
        SetAction(async (parsed, _) => (int)await list(new ApprovalRunOptions
        {
            JobId = parsed.GetValue(_job),
            Store = parsed.GetValue(_store),
        }));
    }
}
