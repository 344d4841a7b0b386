namespace Marianne.History;

/// <summary>A clock that shows when something happened, while it is told again.</summary>
internal sealed class ReplayClock : TimeProvider
{
    /// <summary>The time that it shows.</summary>
    public DateTimeOffset Now { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
