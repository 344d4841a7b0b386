using System.Globalization;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>
/// How long the jobs of this score are kept after they have ended, wherever the store clears its history by its own rule. A key that is
/// omitted has its value in the rule of the store.
/// </summary>
public sealed record RetentionOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<RetentionOptions> Section { get; } = new("retention");

    /// <summary>How long a completed job is kept, as a duration. Default: as the rule of the store says.</summary>
    [Bounds(AtLeast = 0)]
    public TimeSpan? Completed { get; init; }

    /// <summary>How long a failed job is kept, as a duration. Default: as the rule of the store says.</summary>
    [Bounds(AtLeast = 0)]
    public TimeSpan? Failed { get; init; }

    /// <summary>How long a cancelled job is kept, as a duration. Default: as the rule of the store says.</summary>
    [Bounds(AtLeast = 0)]
    public TimeSpan? Cancelled { get; init; }

    /// <summary>How many of the newest jobs of this name are kept at least. Default: as the rule of the store says.</summary>
    [Bounds(AtLeast = 0)]
    public int? Keep { get; init; }

    /// <summary>Indicates whether a key is specified.</summary>
    internal bool IsSpecified => Completed is not null || Failed is not null || Cancelled is not null || Keep is not null;

    /// <summary>Returns the rule of the jobs of the score: these options, and the rule of the store where a key is omitted.</summary>
    /// <param name="store">The rule of the store.</param>
    public RetentionRule Over(RetentionRule store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store with
        {
            Completed = Completed ?? store.Completed,
            Failed = Failed ?? store.Failed,
            Cancelled = Cancelled ?? store.Cancelled,
            Keep = Keep ?? store.Keep,
        };
    }

    /// <summary>Returns what is specified, such as <c>Completed 7d, at least 10 of the name</c>; empty if nothing is.</summary>
    public string ToText() => string.Join(", ", Words());

    private IEnumerable<string> Words()
    {
        if (Completed is { } completed)
            yield return $"Completed {DurationParser.Format(completed)}";
        if (Failed is { } failed)
            yield return $"Failed {DurationParser.Format(failed)}";
        if (Cancelled is { } cancelled)
            yield return $"Cancelled {DurationParser.Format(cancelled)}";
        if (Keep is { } keep)
            yield return string.Create(CultureInfo.CurrentCulture, $"at least {keep} of the name");
    }
}
