namespace Marianne.Jobs;

/// <summary>What a step did that gives space back.</summary>
/// <param name="HasMore">Indicates whether another step would give more space back.</param>
public sealed record ReleasedSpace(bool HasMore)
{
    /// <summary>Nothing is left to give back.</summary>
    public static ReleasedSpace All { get; } = new(false);

    /// <summary>A sentence about what keeps space from being given back; <c>null</c> if nothing does.</summary>
    public string? Obstacle { get; init; }
}
