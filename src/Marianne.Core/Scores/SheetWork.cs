using Marianne.Jobs;

namespace Marianne.Scores;

/// <summary>What a sheet does, as text.</summary>
internal static class SheetWork
{
    /// <summary>
    /// Returns the work of a sheet. Its name and its limits do not matter when it is done, and its dependencies are compared apart.
    /// </summary>
    /// <param name="sheet">The sheet.</param>
    public static string Of(ScoreSheet sheet) => ScoreJson.TextOf(ScoreTree.Of(sheet with
    {
        Name = null,
        Needs = [],
        NeedsResult = default,
        AllowFailure = false,
        When = null,
        TimeoutSeconds = null,
        Retry = null,
        RateLimit = null,
        Approval = sheet.HasWork ? null : sheet.Approval,
        ForEach = sheet.ForEach is { } forEach ? WithoutLimits(forEach) : null,
    }));

    /// <summary>Returns the source of the items of a sheet as text, or <c>null</c> if it has none.</summary>
    /// <param name="sheet">The sheet.</param>
    public static string? SourceOf(ScoreSheet sheet) =>
        sheet.ForEach is { } forEach ? ScoreJson.TextOf(ScoreTree.Of(WithoutLimits(forEach))) : null;

    private static ForEachOptions WithoutLimits(ForEachOptions forEach) => forEach with
    {
        Max = ItemList.MaximumCount,
        Concurrency = null,
        FailFast = false,
        RetryFailed = true,
    };
}
