namespace Marianne.Jobs;

/// <summary>The items that a source has now, in its order. No two of them have the same key.</summary>
public sealed record ItemList
{
    /// <summary>The maximum number of items of a job.</summary>
    public const int MaximumCount = 100_000;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="items">The items.</param>
    /// <exception cref="MarianneException">InvalidItem: two items have the same key, or there are too many.</exception>
    public ItemList(IReadOnlyList<ItemInput> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count > MaximumCount)
            throw ItemErrors.TooMany(items.Count, MaximumCount);

        Dictionary<string, int> positions = new(items.Count, StringComparer.Ordinal);
        for (int index = 0; index < items.Count; index++)
        {
            if (!positions.TryAdd(items[index].Key, index + 1))
                throw ItemErrors.SameKey(items[index].Key, positions[items[index].Key], index + 1);
        }

        Items = items;
    }

    /// <summary>The number of the sheet that the items belong to; 0 if they belong to the job itself.</summary>
    public int Parent { get; init; }

    /// <summary>The items.</summary>
    public IReadOnlyList<ItemInput> Items { get; }

    /// <summary>The numbers of the sheets that use the results of the items, directly or indirectly. They run again if the items change.</summary>
    public IReadOnlyList<int> Dependents { get; init; } = [];
}
