using System.Globalization;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>How the items of a source differ from those that it had before.</summary>
/// <param name="New">The number of items that it did not have.</param>
/// <param name="Gone">The number of items that it does not have any more.</param>
internal readonly record struct ItemChanges(int New, int Gone)
{
    /// <summary>Indicates whether the source has the same items.</summary>
    public bool AreNone => (New, Gone) == (0, 0);

    /// <summary>Compares the items of a source.</summary>
    /// <param name="before">The items of its sheet.</param>
    /// <param name="list">The items that it has now.</param>
    public static ItemChanges Between(IEnumerable<ScoreItem> before, ItemList list)
    {
        HashSet<string> known = before.Where(item => !item.IsGone).Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        int kept = list.Items.Count(item => known.Contains(item.Key));
        return new ItemChanges(list.Items.Count - kept, known.Count - kept);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{New} new {CountText.Word(New, "item")}, {Gone} no longer in the source");
}
