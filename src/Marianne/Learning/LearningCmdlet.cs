using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that work with the learning store.</summary>
public abstract class LearningCmdlet : StoreCmdlet
{
    private const string TreatedAsMissing = "It is treated as missing.";

    private protected LearningCmdlet()
    {
    }

    /// <summary>The learning store.</summary>
    private protected ILearningStore Learning => field ??= Connected.Learning;

    /// <summary>The hash of a workspace. A relative path is resolved from the current location.</summary>
    private protected string HashOf(string workspace) => LearningHash.OfWorkspace(FullPath(workspace));

    /// <summary>Writes an outcome, with a warning for each value that could not be read.</summary>
    private protected void WriteOutcome(LearnedOutcome outcome)
    {
        WarnOfUnreadable(outcome.Unreadable, $"the outcome {outcome.Id}", TreatedAsMissing);
        WriteObject(outcome);
    }

    /// <summary>Writes a recovery, with a warning for each value that could not be read.</summary>
    private protected void WriteRecovery(LearnedRecovery recovery)
    {
        WarnOfUnreadable(recovery.Unreadable, $"the recovery {recovery.Id}", TreatedAsMissing);
        WriteObject(recovery);
    }
}
