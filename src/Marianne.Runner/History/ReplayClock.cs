namespace Marianne.History;

/// <summary>A clock that returns past times while recorded events are replayed.</summary>
internal sealed class ReplayClock : TimeProvider
{
    /// <summary>The current time of the clock.</summary>
    public DateTimeOffset Now { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
