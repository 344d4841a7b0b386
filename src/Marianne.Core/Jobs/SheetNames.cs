using System.Text.Json;

namespace Marianne.Jobs;

/// <summary>Finds the names of sheets in the configuration of their job, where a score keeps them.</summary>
internal static class SheetNames
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 128 };

    /// <summary>Returns the names by sheet: index 0 is sheet 1. A sheet without a name, and beyond the list, has none.</summary>
    /// <param name="snapshot">The configuration: a JSON object as text, or <c>null</c>.</param>
    public static IReadOnlyList<string?> Of(string? snapshot)
    {
        if (snapshot is null)
            return [];

        try
        {
            using var document = JsonDocument.Parse(snapshot, Depth);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("sheets", out JsonElement sheets)
                && sheets.ValueKind == JsonValueKind.Array
                ? [.. sheets.EnumerateArray().Select(NameOf)]
                : [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return []; // The configuration is not from a score, or it is damaged, which a read of it reports.
        }
    }

    private static string? NameOf(JsonElement sheet) =>
        sheet.ValueKind == JsonValueKind.Object
        && sheet.TryGetProperty("name", out JsonElement name)
        && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;
}
