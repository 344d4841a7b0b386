using Marianne.Learning;
using Marianne.Processes;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that work with limits across jobs.</summary>
public abstract class LimitCmdlet : LearningCmdlet
{
    private protected LimitCmdlet()
    {
    }

    /// <summary>Lists the limits with the sheets that run and wait.</summary>
    private protected IReadOnlyList<SheetLimit> Limits() => Wait(Learning.ListLimitsAsync(SlotExaminer.System.Examine, StopToken));

    /// <summary>Returns a limit, or <c>null</c> if it does not exist.</summary>
    private protected SheetLimit? Find(string name) => Limits().FirstOrDefault(limit => limit.Name == name);
}
