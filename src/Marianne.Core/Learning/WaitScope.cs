namespace Marianne.Learning;

/// <summary>The attempts from which a wait is estimated.</summary>
/// <param name="ErrorCode">The error code.</param>
public sealed record WaitScope(string ErrorCode)
{
    /// <summary>The model; <c>null</c> for all models.</summary>
    public string? Model { get; init; }

    /// <summary>The service; <c>null</c> for all services.</summary>
    public string? Service { get; init; }
}
