namespace Marianne.Watching;

/// <summary>What a look at the store has found.</summary>
internal sealed record WatchSnapshot
{
    /// <summary>The jobs, those that were updated last first.</summary>
    public IReadOnlyList<WatchedJob> Jobs { get; init; } = [];

    /// <summary>The open job with its sheets; <c>null</c> if the list is shown, or the job was removed.</summary>
    public WatchedSheets? Open { get; init; }

    /// <summary>The cost limit of the open job in US dollars; <c>null</c> if it has none.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>The processes that have live claims of the open job, by sheet; 0 stands for the whole job.</summary>
    public IReadOnlyDictionary<int, string> Owners { get; init; } = new Dictionary<int, string>();

    /// <summary>The number of the sheet whose output was read; 0 if there is none.</summary>
    public int OutputOf { get; init; }

    /// <summary>The end of the output of that sheet's attempt.</summary>
    public WatchOutput Output { get; init; } = WatchOutput.None;

    /// <summary>Why the store could not be read; <c>null</c> if it was.</summary>
    public string? Problem { get; init; }
}
