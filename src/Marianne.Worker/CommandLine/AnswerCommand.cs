using System.CommandLine;
using Marianne.Jobs;

namespace Marianne.Worker;

/// <summary>The commands <c>marianne-worker approve</c> and <c>marianne-worker deny</c>.</summary>
internal sealed class AnswerCommand : Command
{
    private readonly Argument<string> _job = new("job") { Description = "The id of the job." };

    private readonly Argument<string?> _sheet = new("sheet")
    {
        Description = "The number or the name of the sheet. Default: the only one that waits.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _message = new("--message")
    {
        Description = "What is kept with the answer, such as what is to be changed.",
        HelpName = "text",
    };

    private readonly Option<string?> _store = StoreOption.Create();

    /// <summary>Creates the command.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="answer">Answers with the parsed options.</param>
    public AnswerCommand(ApprovalDecision decision, Func<ApprovalRunOptions, Task<ExitCode>> answer)
        : base(
            decision == ApprovalDecision.Approve ? "approve" : "deny",
            decision == ApprovalDecision.Approve
                ? "Approves a sheet that waits for approval, so that the next run starts it."
                : "Denies a sheet that waits for approval.")
    {
        Arguments.Add(_job);
        Arguments.Add(_sheet);
        Options.Add(_message);
        Options.Add(_store);
        SetAction(async (parsed, _) => (int)await answer(new ApprovalRunOptions
        {
            Decision = decision,
            JobId = parsed.GetValue(_job),
            Sheet = parsed.GetValue(_sheet),
            Message = parsed.GetValue(_message),
            Store = parsed.GetValue(_store),
        }));
    }
}
