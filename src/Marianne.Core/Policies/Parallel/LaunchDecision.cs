namespace Marianne.Policies;

/// <summary>What to do about sheets that are ready.</summary>
/// <param name="Sheet">The sheet to start; nothing when none is started now.</param>
/// <param name="Wait">After how long to ask again; nothing when only the end of a sheet changes the answer.</param>
public sealed record LaunchDecision(int? Sheet, TimeSpan? Wait)
{
    /// <summary>No sheet is started until one has ended.</summary>
    public static LaunchDecision None { get; } = new(null, null);
}
