using System.Text.Json;

namespace Marianne.Jobs;

/// <summary>The names and the order of the sheets of a job, as the score in its configuration has them.</summary>
internal sealed class SheetNames
{
    /// <summary>The key with the numbers of the sheets in the order of the score.</summary>
    internal const string OrderKey = "marianne_order";

    /// <summary>
    /// The key with the numbers of the sheets of a score whose first sheet runs once for each item of a pipeline: it has the number 0,
    /// because only its items have sheets.
    /// </summary>
    internal const string ForEachKey = "marianne_for_each";

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 128 };

    private readonly Dictionary<int, string?> _names;

    private SheetNames(IReadOnlyList<string?> names, IReadOnlyList<int> numbers)
    {
        Numbers = numbers;
        _names = names.Select((name, index) => (Number: index < numbers.Count ? numbers[index] : index + 1, name))
            .DistinctBy(sheet => sheet.Number).ToDictionary(sheet => sheet.Number, sheet => sheet.name);
    }

    /// <summary>No names.</summary>
    public static SheetNames None { get; } = new([], []);

    /// <summary>The number of sheets of the score.</summary>
    public int Count => _names.Count;

    /// <summary>The numbers of the sheets in the order of the score; empty if that is the order of the numbers.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>Reads the names in a configuration. If it is not from a score, there are none.</summary>
    /// <param name="snapshot">The configuration: a JSON object as text, or <c>null</c>.</param>
    public static SheetNames Of(string? snapshot)
    {
        if (snapshot is null)
            return None;

        try
        {
            using var document = JsonDocument.Parse(snapshot, Depth);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("sheets", out JsonElement sheets)
                && sheets.ValueKind == JsonValueKind.Array
                ? new([.. sheets.EnumerateArray().Select(NameOf)], NumbersOf(document.RootElement))
                : None;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return None; // The configuration is not from a score, or it is damaged, which a read of it reports.
        }
    }

    /// <summary>Returns the name of a sheet, or <c>null</c> if it has none.</summary>
    /// <param name="number">The sheet's number.</param>
    public string? NameOf(int number) => _names.GetValueOrDefault(number);

    private static string? NameOf(JsonElement sheet) =>
        sheet.ValueKind == JsonValueKind.Object
        && sheet.TryGetProperty("name", out JsonElement name)
        && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private static int[] NumbersOf(JsonElement snapshot) =>
        (snapshot.TryGetProperty(ForEachKey, out JsonElement order) || snapshot.TryGetProperty(OrderKey, out order)) && order.ValueKind == JsonValueKind.Array
            ? [.. order.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int value) ? value : 0)]
            : [];
}
