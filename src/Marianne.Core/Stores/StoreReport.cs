using Marianne.Collections;

namespace Marianne.Stores;

/// <summary>What a check of a store found, or what was copied from it.</summary>
public sealed record StoreReport
{
    /// <summary>The full path of the store.</summary>
    public required string Path { get; init; }

    /// <summary>What the store keeps: <c>Jobs</c> or <c>Learning</c>.</summary>
    public required string Content { get; init; }

    /// <summary>The number of jobs, or of records of a learning store, that can be read.</summary>
    public required long Readable { get; init; }

    /// <summary>The full path of the new store; <c>null</c> if the store was only checked.</summary>
    public string? Destination { get; init; }

    /// <summary>The number of jobs or records that the new store has; <c>null</c> if the store was only checked.</summary>
    public long? Copied { get; init; }

    /// <summary>What is damaged.</summary>
    public IReadOnlyList<StoreDamage> Damages { get; init => field = ReadOnlyItems<StoreDamage>.Of(value); } =
        ReadOnlyItems<StoreDamage>.Empty;

    /// <summary>Indicates whether no damage was found.</summary>
    public bool IsIntact => Damages.Count == 0;

    /// <summary>The damages whose content is not in a copy of the store.</summary>
    public IReadOnlyList<StoreDamage> Lost => ReadOnlyItems<StoreDamage>.Of([.. Damages.Where(damage => damage.IsLost)]);
}
