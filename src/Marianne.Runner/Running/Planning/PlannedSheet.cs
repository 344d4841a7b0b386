using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>A sheet in the plan of a run.</summary>
/// <param name="Number">The sheet's number.</param>
/// <param name="Name">The sheet's name, or its number if it has no name.</param>
/// <param name="Group">The group of sheets that may run at the same time, starting at 1.</param>
/// <param name="Action">What the run would do with the sheet.</param>
public sealed record PlannedSheet(int Number, string Name, int Group, PlannedAction Action)
{
    private const int LongestSource = 30;

    /// <summary>
    /// The position in the order in which the sheets would start if they ran one at a time, starting at 1. Sheets that are
    /// done come first.
    /// </summary>
    public int Order { get; init; }

    /// <summary>The kind of the sheet: <c>command</c>, <c>prompt</c>, <c>script</c>, or <c>approval</c> if it only asks.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Indicates whether the sheet would wait for the approval of a user before it starts.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>
    /// Why the sheet would run, if its job exists. For a sheet that is done, they are the changes in spite of which it does not run again.
    /// </summary>
    public IReadOnlyList<RunReason> Reasons { get; init; } = [];

    /// <summary>The reasons in words, or <c>null</c> if there are none.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The number of items that the sheet will have, if it runs once for each and they are known before the run; otherwise <c>null</c>.
    /// </summary>
    public int? ItemCount { get; init; }

    /// <summary>The source of the items, such as <c>{find.files}</c>; <c>null</c> if the sheet has none, or already has its items.</summary>
    public string? ItemSource { get; init; }

    /// <summary>
    /// The items of the sheet in words, such as <c>3 items</c>, or <c>items of {find.files}</c> if their number is not known before the run;
    /// empty if it has none.
    /// </summary>
    public string ItemText => (ItemCount, ItemSource) switch
    {
        ({ } count, _) => CountText.Of(count, "item"),
        (_, { } source) => $"items of {TextTruncation.ShortenPrintable(source, LongestSource)}",
        _ => "",
    };

    /// <summary>The numbers of the sheets that this sheet depends on.</summary>
    public IReadOnlyCollection<int> Needs { get; init; } = [];

    /// <summary>The average duration in earlier jobs with the same name, or <c>null</c> if the sheet has never run.</summary>
    public TimeSpan? ExpectedDuration { get; init; }

    /// <summary>
    /// The average cost in earlier jobs with the same name in US dollars, or <c>null</c> if the sheet has never cost anything.
    /// </summary>
    public decimal? ExpectedCost { get; init; }

    /// <summary>Where the expected cost comes from, or <c>null</c> if there is none.</summary>
    public CostSource? CostSource { get; init; }
}
