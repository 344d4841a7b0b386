using System.Globalization;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>
/// The id of a run of a score, such as a date. The id of its job follows from it, so a store has one job of each run, however many
/// processes start it.
/// </summary>
public static class JobRunId
{
    /// <summary>The maximum length in characters.</summary>
    public const int MaximumLength = 100;

    private const int LongestName = 120;
    private const int HashLength = 8;

    /// <summary>Returns the id of the job of a run, such as <c>nightly-2026-11-25-4f1c09aa</c>.</summary>
    /// <param name="key">The key of the score.</param>
    /// <param name="runId">The id of the run.</param>
    /// <exception cref="MarianneException">InvalidParameter: the id of the run is empty or too long, or has a control character.</exception>
    public static string JobIdOf(JobKey key, string runId)
    {
        ArgumentNullException.ThrowIfNull(key);
        Check(runId);
        string stem = string.Concat(key.Name.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '-' : c).Take(LongestName));
        return string.Create(CultureInfo.InvariantCulture, $"{stem}-{runId}-{HexHash.Of($"{key.Hash}\0{runId}", HashLength)}");
    }

    private static void Check(string runId)
    {
        string? fault = string.IsNullOrWhiteSpace(runId) ? "it is empty"
            : runId.Length > MaximumLength ? string.Create(CultureInfo.InvariantCulture, $"it has {runId.Length} characters")
            : runId.Any(char.IsControl) || JsonUnicode.IsHalvedText(runId) ? "it has a control character or half of a surrogate pair"
            : null;
        if (fault is not null)
            throw JobErrors.InvalidRunId(runId, fault);
    }
}
