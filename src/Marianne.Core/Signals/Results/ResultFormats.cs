using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marianne.Signals;

/// <summary>The formats of the results of known tools, which are data of this assembly.</summary>
internal static class ResultFormats
{
    private const string Resource = "result-formats.json";

    /// <summary>The number of records at each end by which a format is recognized.</summary>
    private const int MostRecords = 40;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly Lazy<IReadOnlyList<ResultFormat>> Loaded = new(Load);

    /// <summary>All formats. The last one is that of the answers of HTTP services.</summary>
    public static IReadOnlyList<ResultFormat> All => Loaded.Value;

    /// <summary>Returns the format in which records are written, or that of HTTP services if it is not known.</summary>
    /// <param name="instrument">The name of the tool, or <c>null</c>.</param>
    /// <param name="records">The records.</param>
    public static ResultFormat Choose(string? instrument, IReadOnlyList<JsonElement> records)
    {
        if (records.Count > 2 * MostRecords)
            records = [.. records.Take(MostRecords), .. records.TakeLast(MostRecords)];
        ResultFormat? own = All.FirstOrDefault(format => IsNamed(format, instrument));
        return own is not null && (records.Count == 0 || IsWrittenIn(own, records)) ? own
            : All.FirstOrDefault(format => IsWrittenIn(format, records)) ?? own ?? All[^1];
    }

    private static bool IsNamed(ResultFormat format, string? instrument) =>
        instrument is not null && format.Aliases.Prepend(format.Name).Contains(instrument, StringComparer.OrdinalIgnoreCase);

    private static bool IsWrittenIn(ResultFormat format, IReadOnlyList<JsonElement> records) =>
        records.Any(record => format.Marks.Any(mark => mark.Matches(record)));

    private static List<ResultFormat> Load()
    {
        using Stream stream = typeof(ResultFormats).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<List<ResultFormat>>(stream, Json)!;
    }
}
