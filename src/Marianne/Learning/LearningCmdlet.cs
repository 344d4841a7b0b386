using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that work with the learning store.</summary>
public abstract class LearningCmdlet : StoreCmdlet
{
    private protected LearningCmdlet()
    {
    }

    /// <summary>The learning store.</summary>
    private protected ILearningStore Learning => field ??= Connected.Learning;

    /// <summary>The hash of a workspace. A relative path is resolved from the current location.</summary>
    private protected string HashOf(string workspace) => LearningHash.OfWorkspace(FullPath(workspace));

    /// <summary>Writes the total count if <c>-IncludeTotalCount</c> is specified.</summary>
    private protected void WriteTotal(Func<ValueTask<long>> count)
    {
        if (PagingParameters?.IncludeTotalCount == true)
            WriteObject(PagingParameters.NewTotalCount((ulong)Wait(count()), accuracy: 1));
    }

    /// <summary>Writes an outcome, with a warning for each value that could not be read.</summary>
    private protected void WriteOutcome(LearnedOutcome outcome)
    {
        WarnOfUnreadable(outcome.Unreadable, $"the outcome {outcome.Id}");
        WriteObject(outcome);
    }

    /// <summary>Writes a recovery, with a warning for each value that could not be read.</summary>
    private protected void WriteRecovery(LearnedRecovery recovery)
    {
        WarnOfUnreadable(recovery.Unreadable, $"the recovery {recovery.Id}");
        WriteObject(recovery);
    }

    private void WarnOfUnreadable(IReadOnlyList<UnreadableValue> values, string owner)
    {
        foreach (UnreadableValue value in values)
            WriteWarning($"{value.Column} of {owner} could not be read: {value.Reason}. It is treated as missing.");
    }
}
