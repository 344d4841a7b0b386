namespace Marianne.Collections;

/// <summary>Divides what is read one by one into lists.</summary>
internal static class AsyncBatches
{
    /// <summary>Returns items in lists of a size. The last one may be shorter, and none is empty.</summary>
    /// <param name="items">The items.</param>
    /// <param name="size">The number of items of a list.</param>
    public static async IAsyncEnumerable<List<T>> InBatches<T>(this IAsyncEnumerable<T> items, int size)
    {
        var batch = new List<T>(size);
        await foreach (T item in items.ConfigureAwait(false))
        {
            batch.Add(item);
            if (batch.Count < size)
                continue;

            yield return batch;
            batch = new List<T>(size);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
