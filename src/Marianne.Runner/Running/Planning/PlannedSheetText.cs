namespace Marianne.Running;

/// <summary>The words for the sheets of a plan, in PowerShell and in the worker.</summary>
public static class PlannedSheetText
{
    /// <summary>Returns what a run would do with a sheet, such as <c>may be skipped</c>.</summary>
    /// <param name="action">What it would do.</param>
    /// <param name="needsApproval">Indicates whether the sheet would wait for the approval of a user.</param>
    public static string OfAction(PlannedAction action, bool needsApproval) => action switch
    {
        PlannedAction.Play => needsApproval ? "ask, then run" : "run",
        PlannedAction.MayBeSkipped => "may be skipped",
        _ => "done",
    };

    /// <summary>Returns the name of a sheet with its items.</summary>
    /// <param name="name">The name.</param>
    /// <param name="items">The items in words; empty if it has none.</param>
    public static string OfName(string name, string items) => items.Length == 0 ? name : $"{name} ({items})";
}
