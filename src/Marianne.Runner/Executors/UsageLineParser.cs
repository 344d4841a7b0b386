using System.Text;
using System.Text.Json;
using Marianne.Signals;

namespace Marianne.Executors;

/// <summary>
/// Reads and writes the lines of output with which a sheet reports its usage, such as
/// <c>{"marianne_usage": {"input_tokens": 1200, "output_tokens": 300, "model": "..."}}</c>.
/// </summary>
public static class UsageLineParser
{
    private const string Key = "marianne_usage";
    private const int LongestModelName = 256;

    /// <summary>Returns the report in a line, or <c>null</c> if the line contains none.</summary>
    /// <param name="line">The line.</param>
    public static UsageReport? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.Contains(Key, StringComparison.Ordinal))
            return null;

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Key, out JsonElement usage)
                && usage.ValueKind == JsonValueKind.Object
                ? ReportOf(usage)
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // Other output that contains the key, or half of a surrogate pair.
        }
    }

    /// <summary>Returns the line for a report.</summary>
    /// <param name="report">The report.</param>
    public static string Of(UsageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);

        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Key);
            writer.WriteNumber("input_tokens", report.InputTokens);
            writer.WriteNumber("output_tokens", report.OutputTokens);
            if (report.CacheReadTokens > 0)
                writer.WriteNumber("cache_read_input_tokens", report.CacheReadTokens);
            if (report.CacheWriteTokens > 0)
                writer.WriteNumber("cache_creation_input_tokens", report.CacheWriteTokens);
            if (report.Model is not null)
                writer.WriteString("model", report.Model);
            if (report.Cost is { } cost)
                writer.WriteNumber("cost", cost);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static UsageReport ReportOf(JsonElement usage) =>
        new(Tokens(usage, "input_tokens"), Tokens(usage, "output_tokens"), Model(usage), Cost(usage))
        {
            CacheReadTokens = Tokens(usage, "cache_read_input_tokens"),
            CacheWriteTokens = Tokens(usage, "cache_creation_input_tokens"),
        };

    private static long Tokens(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out JsonElement tokens) ? UsageNumber.Tokens(tokens) ?? 0 : 0;

    private static string? Model(JsonElement usage) =>
        usage.TryGetProperty("model", out JsonElement model) && model.ValueKind == JsonValueKind.String
        && model.GetString() is { Length: > 0 and <= LongestModelName } name
            ? name
            : null;

    private static decimal? Cost(JsonElement usage) =>
        usage.TryGetProperty("cost", out JsonElement cost) ? UsageNumber.Amount(cost) : null;
}
