namespace Marianne.Worker;

/// <summary>The options of <c>marianne-worker watch</c>.</summary>
internal sealed record WatchRunOptions
{
    /// <summary>The ids of the jobs; empty for all jobs.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The path of the job store. The default is the default store.</summary>
    public string? Store { get; init; }
}
