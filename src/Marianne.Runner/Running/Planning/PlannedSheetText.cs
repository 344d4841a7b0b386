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

    /// <summary>Returns numbers of sheets, such as <c>1, 2, 4-1003</c>: three or more that follow each other are a range.</summary>
    /// <param name="numbers">The numbers.</param>
    public static string OfNumbers(IEnumerable<int> numbers)
    {
        List<(int First, int Last)> ranges = [];
        foreach (int number in numbers.Order())
        {
            if (ranges is [.., var last] && last.Last + 1 == number)
                ranges[^1] = (last.First, number);
            else
                ranges.Add((number, number));
        }

        return string.Join(", ", ranges.Select(range => (range.Last - range.First) switch
        {
            0 => $"{range.First}",
            1 => $"{range.First}, {range.Last}",
            _ => $"{range.First}-{range.Last}",
        }));
    }

    /// <summary>Returns the name of a sheet with its items.</summary>
    /// <param name="name">The name.</param>
    /// <param name="items">The items in words; empty if it has none.</param>
    public static string OfName(string name, string items) => items.Length == 0 ? name : $"{name} ({items})";
}
