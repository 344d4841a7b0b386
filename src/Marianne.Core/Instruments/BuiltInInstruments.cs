using System.Text.Json;
using Marianne.Options;

namespace Marianne.Instruments;

/// <summary>The built-in profiles, which are data of this assembly: one JSON file for each instrument.</summary>
internal static class BuiltInInstruments
{
    /// <summary>The name of the instrument that runs any command.</summary>
    public const string Shell = "shell";

    private const string Folder = "instruments/";

    private static readonly Lazy<IReadOnlyDictionary<string, InstrumentOptions>> Loaded = new(Load);

    /// <summary>The profiles by name. The one for any command is the last.</summary>
    public static IReadOnlyDictionary<string, InstrumentOptions> All => Loaded.Value;

    private static Dictionary<string, InstrumentOptions> Load()
    {
        Dictionary<string, InstrumentOptions> all = new(StringComparer.Ordinal);
        IEnumerable<string> names = typeof(BuiltInInstruments).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .OrderBy(name => name == Shell).ThenBy(name => name, StringComparer.Ordinal);
        foreach (string name in names)
            all[name] = Read(name);
        return all;
    }

    private static InstrumentOptions Read(string name)
    {
        using Stream stream = typeof(BuiltInInstruments).Assembly.GetManifestResourceStream(Folder + name)!;
        using var document = JsonDocument.Parse(stream);
        (InstrumentOptions options, IReadOnlyList<OptionProblem> problems) =
            InstrumentOptions.Section.Read((SourceMap)ValueOf(document.RootElement)!, name);
        return problems.Count == 0 ? options : throw new InvalidDataException(problems[0].ToString());
    }

    private static object? ValueOf(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new SourceMap();
                foreach (JsonProperty property in element.EnumerateObject())
                    map.TryAdd(property.Name, ValueOf(property.Value));
                return map;
            case JsonValueKind.Array:
                var list = new SourceList();
                foreach (JsonElement item in element.EnumerateArray())
                    list.Add(ValueOf(item));
                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetInt64(out long whole) ? whole : element.GetDouble();
            case JsonValueKind.Null:
                return null;
            default:
                return element.GetBoolean();
        }
    }
}
