namespace Marianne.Policies;

/// <summary>The decision about the sheets that can be started.</summary>
/// <param name="Sheet">The number of the sheet to start; <c>null</c> if none is started now.</param>
/// <param name="Wait">
/// The delay before the next decision; <c>null</c> if only the end of a running sheet can change the decision.
/// </param>
public sealed record LaunchDecision(int? Sheet, TimeSpan? Wait)
{
    /// <summary>No sheet is started until a running sheet has ended.</summary>
    public static LaunchDecision None { get; } = new(null, null);
}
