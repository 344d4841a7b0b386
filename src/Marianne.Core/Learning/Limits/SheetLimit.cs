using Marianne.Collections;

namespace Marianne.Learning;

/// <summary>
/// A limit across jobs: how many sheets of an instrument, or of a name that sheets give, may run at once and begin in an hour, in all
/// jobs and on all hosts that share the learning store.
/// </summary>
public sealed record SheetLimit
{
    /// <summary>The name: that of an instrument, or what the key <c>limit</c> of a sheet names.</summary>
    public required string Name { get; init; }

    /// <summary>The maximum number of sheets that run at once; <c>null</c> if it is not limited.</summary>
    public int? Concurrent { get; init; }

    /// <summary>The maximum number of attempts that begin within any hour; <c>null</c> if it is not limited.</summary>
    public int? PerHour { get; init; }

    /// <summary>The time of the last change of the limit.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The number of sheets that run.</summary>
    public int InUse => Slots.Count;

    /// <summary>The number of attempts that began within the last hour.</summary>
    public long StartedLastHour { get; init; }

    /// <summary>The number of sheets that wait.</summary>
    public int Waiting => Queue.Count;

    /// <summary>The sheets that run, the oldest first.</summary>
    public IReadOnlyList<SlotHolder> Slots { get; init => field = ReadOnlyItems<SlotHolder>.Of(value); } = ReadOnlyItems<SlotHolder>.Empty;

    /// <summary>The sheets that wait, the next one first.</summary>
    public IReadOnlyList<SlotHolder> Queue { get; init => field = ReadOnlyItems<SlotHolder>.Of(value); } = ReadOnlyItems<SlotHolder>.Empty;

    /// <summary>Indicates whether the numbers of the limit are those of another one.</summary>
    /// <param name="other">The other limit, or <c>null</c>.</param>
    public bool HasNumbersOf(SheetLimit? other) => other is not null && (Concurrent, PerHour) == (other.Concurrent, other.PerHour);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
