using System.Text.Json;
using Marianne.Waits;

namespace Marianne.Core.Tests.Waits;

/// <summary>Histories with the right estimates, as an independent implementation computed them.</summary>
internal static class WaitVectors
{
    private static readonly Dictionary<string, JsonElement> Cases = Load();

    public static IEnumerable<string> Names => Cases.Keys;

    public static JsonElement Expected(string name) => Cases[name].GetProperty("expected");

    public static WaitHistory History(string name) => new([.. Cases[name].GetProperty("rows").EnumerateArray().Select(ReadRow)]);

    public static WaitRequest Request(string name)
    {
        JsonElement query = Cases[name].GetProperty("query");
        var request = new WaitRequest(Seconds(query, "static")!.Value)
        {
            Began = Time(query, "began"),
            Now = Time(query, "now"),
            Waited = Seconds(query, "waited") ?? TimeSpan.Zero,
            FailedTries = (int)(Number(query, "failed") ?? 0),
            Hint = Seconds(query, "hint"),
            Incident = Text(query, "own"),
        };
        return request with
        {
            Penalty = Seconds(query, "penalty") ?? request.Penalty,
            GiveUpAfter = Seconds(query, "give_up") ?? request.GiveUpAfter,
        };
    }

    private static Dictionary<string, JsonElement> Load()
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "waits", "vectors.json")));
        return document.RootElement.GetProperty("published").EnumerateArray()
            .ToDictionary(item => Text(item, "name")!, item => item.Clone());
    }

    private static WaitRow ReadRow(JsonElement row) => new(
        Number(row, "waited"),
        row.TryGetProperty("recovered", out JsonElement recovered) && recovered.ValueKind != JsonValueKind.Null
            ? recovered.GetBoolean()
            : null,
        Text(row, "incident"),
        Number(row, "began"),
        Number(row, "hint"));

    private static DateTimeOffset? Time(JsonElement item, string name) =>
        Number(item, name) is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    private static TimeSpan? Seconds(JsonElement item, string name) =>
        Number(item, name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetDouble() : null;

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
