using System.Text;
using System.Text.Json;
using Marianne.Signals;
using Marianne.Text;

namespace Marianne.Executors;

/// <summary>
/// Reads and writes the lines of output with which a sheet reports its usage, such as
/// <c>{"marianne_usage": {"input_tokens": 1200, "output_tokens": 300, "model": "..."}}</c>.
/// </summary>
public static class UsageLineParser
{
    private const string Key = "marianne_usage";
    private const int LongestShownValue = 40;

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
        catch (JsonException)
        {
            // Other output that contains the key, or a report that is cut or has NaN and Infinity, as Python writes them.
            return line.TrimStart().StartsWith($"{{\"{Key}\"", StringComparison.Ordinal)
                ? new UsageReport(0, 0) { Problems = ["the line is not valid JSON. It does not count."] }
                : null;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null; // Half of a surrogate pair.
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

    private static UsageReport ReportOf(JsonElement usage)
    {
        List<string> problems = [];
        var report = new UsageReport(Tokens("input_tokens"), Tokens("output_tokens"), Model(usage), Amount("cost"))
        {
            CacheReadTokens = Tokens("cache_read_input_tokens"),
            CacheWriteTokens = Tokens("cache_creation_input_tokens"),
        };
        return problems.Count == 0 ? report : report with { Problems = problems };

        long Tokens(string name) => Read(name, UsageNumber.Tokens) ?? 0;

        decimal? Amount(string name) => Read(name, UsageNumber.Amount);

        T? Read<T>(string name, Func<JsonElement, T?> parse)
            where T : struct
        {
            if (!usage.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
                return null;
            if (parse(value) is { } number)
                return number;

            string text = TextTruncation.Shorten(value.GetRawText(), LongestShownValue);
            problems.Add($"{name} is {text}, which is not a number of 0 or more. It does not count.");
            return null;
        }
    }

    private static string? Model(JsonElement usage) =>
        usage.TryGetProperty("model", out JsonElement model) && model.ValueKind == JsonValueKind.String
        && model.GetString() is { Length: > 0 } name
            ? name
            : null;
}
