using Marianne.Collections;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>The rules of tags: free words on a job, by which it is found. They are compared without regard to case.</summary>
public static class JobTags
{
    /// <summary>The maximum length of a tag in characters.</summary>
    public const int MaximumLength = 100;

    /// <summary>The maximum number of tags of a job.</summary>
    public const int MaximumCount = 100;

    /// <summary>A list without tags.</summary>
    public static IReadOnlyList<string> None => ReadOnlyItems<string>.Empty;

    /// <summary>Returns tags as a list with each tag once, in the given order.</summary>
    /// <param name="tags">The tags. A tag that is <c>null</c> is omitted.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string?>? tags)
    {
        string[] distinct = [.. (tags ?? []).OfType<string>().Select(tag => tag.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        return distinct.Length == 0 ? None : ReadOnlyItems<string>.Of(distinct);
    }

    /// <summary>Returns why a tag is not valid, or <c>null</c>.</summary>
    /// <param name="tag">The tag.</param>
    public static string? FaultOf(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (string.IsNullOrWhiteSpace(tag))
            return "is empty";
        if (tag.Length > MaximumLength)
            return $"has {tag.Length} characters, more than {MaximumLength}";
        if (tag.Any(char.IsControl))
            return "has a control character";
        return JsonUnicode.IsHalvedText(tag) ? "has half of a surrogate pair" : null;
    }
}
