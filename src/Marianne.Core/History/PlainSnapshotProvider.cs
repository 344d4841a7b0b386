using System.Collections;
using System.Runtime.CompilerServices;

namespace Marianne.History;

/// <summary>Takes snapshots of dictionaries, lists and plain values, as <see cref="HistoryValue"/> normalizes them.</summary>
public sealed class PlainSnapshotProvider : ISnapshotProvider
{
    private PlainSnapshotProvider()
    {
    }

    /// <summary>The shared instance.</summary>
    public static PlainSnapshotProvider Instance { get; } = new();

    /// <inheritdoc/>
    public object? Copy(object data) => HistoryValue.Of(data);

    /// <inheritdoc/>
    public string TypeOf(object data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.GetType().FullName ?? data.GetType().Name;
    }

    /// <inheritdoc/>
    public int IdentityOf(object data) => RuntimeHelpers.GetHashCode(data);

    /// <inheritdoc/>
    public long? SizeOf(object data) => data switch
    {
        string text => text.Length,
        ICollection items => items.Count,
        _ => null,
    };
}
