using System.Text.Json;
using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>The rule by which the history of a job is cleared: that of its score, over that of the store.</summary>
public static class ScoreRetention
{
    private static readonly string Key = RetentionOptions.Section.Name;

    /// <summary>Returns the rule of a job. The configuration of a job that is not a score of this module has none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="store">The rule of the store.</param>
    public static RetentionRule RuleOf(Job job, RetentionRule store)
    {
        ArgumentNullException.ThrowIfNull(job);
        return OptionsOf(job.ConfigSnapshot)?.Over(store) ?? store;
    }

    /// <summary>Determines whether the score of a job has a rule.</summary>
    /// <param name="job">The job.</param>
    internal static bool HasRule(Job job) => OptionsOf(job.ConfigSnapshot)?.IsSpecified == true;

    private static RetentionOptions? OptionsOf(string? snapshot)
    {
        // Most scores have none, and snapshots can be large.
        if (snapshot?.Contains($"\"{Key}\"", StringComparison.Ordinal) != true || !JobValidator.IsJsonObject(snapshot))
            return null;

        using var config = JsonDocument.Parse(snapshot, new JsonDocumentOptions { MaxDepth = JobValidator.MaximumJsonDepth });
        if (!config.RootElement.TryGetProperty(Key, out JsonElement section) || section.ValueKind != JsonValueKind.Object)
            return null;

        (RetentionOptions options, var problems) = RetentionOptions.Section.Read(
            section.EnumerateObject().Select(key => KeyValuePair.Create(key.Name, ValueOf(key.Value))));
        return problems.Count == 0 ? options : null;
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => null,
        _ => value,
    };
}
