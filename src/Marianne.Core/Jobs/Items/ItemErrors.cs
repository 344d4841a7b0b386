using System.Globalization;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Creates the errors of items.</summary>
public static class ItemErrors
{
    private const int LongestShownKey = 60;

    /// <summary>Two items have the same key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="first">The position of the first one.</param>
    /// <param name="second">The position of the other.</param>
    public static MarianneException SameKey(string key, int first, int second) => new(
        MarianneError.InvalidItem,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Items {first} and {second} have the same key, '{Show(key)}', so their results could not be told apart. Remove one of them, "
            + $"or specify -Key with a script block that returns a different text for each."),
        key);

    /// <summary>There are more items than a job can have.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="most">The number of items that a job can have.</param>
    public static MarianneException TooMany(int count, int most) => new(
        MarianneError.InvalidItem,
        string.Create(
            CultureInfo.InvariantCulture, $"There are {count} items, but a job can have {most}. Divide them between several jobs."),
        count);

    /// <summary>There are more sheets than a job with items can have in a JSON store.</summary>
    /// <param name="count">The number of sheets.</param>
    /// <param name="most">The number of sheets that such a job can have.</param>
    public static MarianneException TooManyForFiles(int count, int most) => new(
        MarianneError.InvalidItem,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The job would have {count} sheets and items, but a job in a JSON store can have {most}. Connect to a SQLite or PostgreSQL store "
            + $"with Connect-Marianne, or divide the items between several jobs."),
        count);

    /// <summary>An item cannot be kept.</summary>
    /// <param name="position">The position of the item, from 1.</param>
    /// <param name="why">The reason, as in <c>is null</c>.</param>
    /// <param name="advice">What to do, as a sentence.</param>
    /// <param name="item">The item.</param>
    public static MarianneException Invalid(int position, string why, string advice, object? item = null) => new(
        MarianneError.InvalidItem, string.Create(CultureInfo.InvariantCulture, $"Item {position} {why}. {advice}"), item);

    /// <summary>The job has no item with a key.</summary>
    /// <param name="job">The job.</param>
    /// <param name="key">The key.</param>
    public static MarianneException NotFound(Job job, string key)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new(
            MarianneError.ItemNotFound,
            $"The job '{job.Id}' has no item with the key '{Show(key)}'. Use Get-MarianneSheet -JobId '{job.Id}' to list its items: "
            + "their keys are in ItemKey.",
            key);
    }

    /// <summary>The job has no items.</summary>
    /// <param name="job">The job.</param>
    public static MarianneException NoItems(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new(
            MarianneError.ItemNotFound,
            $"The job '{job.Id}' has no items. Omit -ItemKey, or specify a job that Invoke-MarianneJob -ForEach has created.",
            job.Id);
    }

    private static string Show(string key) => TextTruncation.ShortenPrintable(key, LongestShownKey);
}
