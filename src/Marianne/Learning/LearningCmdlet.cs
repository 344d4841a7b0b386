using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>What every cmdlet that reads or adds to what was learned shares.</summary>
public abstract class LearningCmdlet : StoreCmdlet
{
    private protected LearningCmdlet()
    {
    }

    /// <summary>What was learned, as the store remembers it.</summary>
    private protected ILearningStore Learning => field ??= Connected.Learning;

    /// <summary>The hash of a workspace, seen from where PowerShell is.</summary>
    private protected string HashOf(string workspace) => LearningHash.OfWorkspace(FullPath(workspace));

    /// <summary>Writes how many there are, when it was asked for.</summary>
    private protected void WriteTotal(Func<ValueTask<long>> count)
    {
        if (PagingParameters?.IncludeTotalCount == true)
            WriteObject(PagingParameters.NewTotalCount((ulong)Wait(count()), accuracy: 1));
    }

    /// <summary>Writes an outcome, and warns of what of it could not be read.</summary>
    private protected void WriteOutcome(LearnedOutcome outcome)
    {
        WarnOfUnreadable(outcome.Unreadable, $"the outcome {outcome.Id}");
        WriteObject(outcome);
    }

    /// <summary>Writes a recovery, and warns of what of it could not be read.</summary>
    private protected void WriteRecovery(LearnedRecovery recovery)
    {
        WarnOfUnreadable(recovery.Unreadable, $"the recovery {recovery.Id}");
        WriteObject(recovery);
    }

    private void WarnOfUnreadable(IReadOnlyList<UnreadableValue> values, string owner)
    {
        foreach (UnreadableValue value in values)
            WriteWarning($"{value.Column} of {owner} could not be read: {value.Reason}. It counts as nothing.");
    }
}
