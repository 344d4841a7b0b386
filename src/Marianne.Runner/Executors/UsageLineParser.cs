using System.Text;
using System.Text.Json;

namespace Marianne.Executors;

/// <summary>
/// A line of output that reports usage, such as
/// <c>{"marianne_usage": {"input_tokens": 1200, "output_tokens": 300, "model": "..."}}</c>.
/// </summary>
public static class UsageLineParser
{
    private const string Word = "marianne_usage";
    private const int LongestModel = 256;
    private const long MostTokens = 1_000_000_000_000;
    private const decimal MostDollars = 1_000_000_000_000;

    /// <summary>The report of a line; nothing when it is none.</summary>
    public static UsageReport? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.Contains(Word, StringComparison.Ordinal))
            return null;

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Word, out JsonElement usage)
                && usage.ValueKind == JsonValueKind.Object
                ? ReportOf(usage)
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // A line of the sheet's own that only has the word in it, or half of a character.
        }
    }

    /// <summary>The line of a report.</summary>
    public static string Of(UsageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);

        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Word);
            writer.WriteNumber("input_tokens", report.InputTokens);
            writer.WriteNumber("output_tokens", report.OutputTokens);
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
        new(Tokens(usage, "input_tokens"), Tokens(usage, "output_tokens"), Model(usage), Cost(usage));

    private static long Tokens(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out JsonElement tokens) && tokens.ValueKind == JsonValueKind.Number
        && tokens.TryGetInt64(out long count)
            ? Math.Clamp(count, 0, MostTokens)
            : 0;

    private static string? Model(JsonElement usage) =>
        usage.TryGetProperty("model", out JsonElement model) && model.ValueKind == JsonValueKind.String
        && model.GetString() is { Length: > 0 and <= LongestModel } name
            ? name
            : null;

    private static decimal? Cost(JsonElement usage) =>
        usage.TryGetProperty("cost", out JsonElement cost) && cost.ValueKind == JsonValueKind.Number
        && cost.TryGetDecimal(out decimal dollars) && dollars >= 0
            ? Math.Min(dollars, MostDollars)
            : null;
}
