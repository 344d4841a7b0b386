using System.Globalization;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// The JSON Schema of a score, by which editors complete and check one. It says what the types of the options say.
/// </summary>
/// <remarks>
/// Rules that take more than one look, such as that no sheets need each other in a circle, are beyond a schema.
/// </remarks>
public static class ScoreSchema
{
    /// <summary>The key by which a JSON file names its schema.</summary>
    public const string Keyword = "$schema";

    /// <summary>Where the schema is, for editors.</summary>
    public const string Address = "https://raw.githubusercontent.com/marianne-ps/marianne/main/schema/marianne-score.schema.json";

    private const string Dialect = "http://json-schema.org/draft-07/schema#";
    private const string SheetNumber = "^[1-9][0-9]{0,8}$";
    private const string NotBlank = @"\S";

    /// <summary>The text of the schema.</summary>
    /// <param name="descriptions">What the keys mean.</param>
    public static string Write(ScoreDescriptions descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);

        SourceMap keys = Properties(Score.Section, descriptions);
        keys.TryAdd(Keyword, Map(("description", "The schema of this file."), ("type", "string")));
        SourceMap schema = Map((Keyword, Dialect), ("$id", Address), ("title", "A score of Marianne"));
        foreach ((string name, object? value) in Section(Score.Section, descriptions, keys))
            schema.TryAdd(name, value);
        return ScoreJson.TextOf(schema, indented: true).ReplaceLineEndings("\n") + "\n";
    }

    private static SourceMap Section(OptionSection section, ScoreDescriptions descriptions, SourceMap? keys = null)
    {
        SourceMap schema = Map(
            ("description", descriptions.Of(section)),
            ("type", "object"),
            ("properties", keys ?? Properties(section, descriptions)),
            ("additionalProperties", false));
        if (section.Keys.Any(key => key.IsRequired))
            schema.TryAdd("required", List(section.Keys.Where(key => key.IsRequired).Select(key => key.Name)));
        if (section.Keys.Any(key => key.IsOneOf))
            schema.TryAdd("oneOf", List(section.Keys.Where(key => key.IsOneOf).Select(key => (object)Written(key))));
        OptionKey[] needed = [.. section.Keys.Where(key => key.NeededFor.Count > 0)];
        if (needed.Length > 0)
            schema.TryAdd("allOf", List(needed.Select(key => NeededFor(section, key))));
        return schema;
    }

    // A key that may be empty is as good as not written then.
    private static SourceMap Written(OptionKey key) => Map(
        ("required", List([key.Name])), ("properties", Map((key.Name, Map(("type", "string"))))));

    /// <summary>The type is another one, or the key is written.</summary>
    private static SourceMap NeededFor(OptionSection section, OptionKey key)
    {
        IEnumerable<string> others = section.Find("type")!.Words.Except(key.NeededFor);
        SourceMap otherType = Map(("properties", Map(("type", Map(("enum", List(others)))))));
        return Map(("anyOf", List([otherType, Written(key)])));
    }

    private static SourceMap Properties(OptionSection section, ScoreDescriptions descriptions)
    {
        var properties = new SourceMap();
        foreach (OptionKey key in section.Keys)
        {
            SourceMap schema = Map(("description", descriptions.Of(section, key)));
            foreach ((string name, object? value) in Value(key, descriptions))
                schema.TryAdd(name, value);
            if (DefaultOf(key) is { } standard)
                schema.TryAdd("default", standard);
            properties.TryAdd(key.Name, schema);
        }

        return properties;
    }

    private static SourceMap Value(OptionKey key, ScoreDescriptions descriptions) => key.Kind switch
    {
        OptionValueKind.Boolean => Typed(key, "boolean"),
        OptionValueKind.WholeNumber => Bounded(Typed(key, "integer"), key.Bounds, isWhole: true),
        OptionValueKind.Number => Bounded(Typed(key, "number"), key.Bounds, isWhole: false),
        OptionValueKind.Text => Text(key),
        OptionValueKind.Word => Map(("enum", List(key.Words))),
        OptionValueKind.Texts => Map(("type", "array"), ("items", Map(("type", "string")))),
        OptionValueKind.TextsByName => Map(("type", "object"), ("additionalProperties", Map(("type", "string")))),
        OptionValueKind.SheetsBySheet => BySheet(OneOrMoreSheets()),
        OptionValueKind.Section => Section(key.Section!, descriptions),
        OptionValueKind.Sections => Items(key, Section(key.Section!, descriptions)),
        _ => BySheet(Section(key.Section!, descriptions)),
    };

    private static SourceMap Typed(OptionKey key, string type) =>
        Map(("type", key.IsOptional ? List([type, "null"]) : type));

    private static SourceMap Text(OptionKey key)
    {
        SourceMap schema = Typed(key, "string");
        if (key.IsRequired || key.IsOneOf)
            schema.TryAdd("pattern", NotBlank);
        return schema;
    }

    private static SourceMap Items(OptionKey key, SourceMap item)
    {
        SourceMap schema = Map(("type", "array"), ("items", item));
        if (key.Bounds is { } bounds)
        {
            schema.TryAdd("minItems", bounds.AtLeast);
            schema.TryAdd("maxItems", bounds.AtMost);
        }

        return schema;
    }

    private static SourceMap BySheet(SourceMap value) => Map(
        ("type", "object"), ("patternProperties", Map((SheetNumber, value))), ("additionalProperties", false));

    private static SourceMap OneOrMoreSheets() =>
        Map(("anyOf", List([SheetNumberValue(), Map(("type", "array"), ("items", SheetNumberValue()))])));

    private static SourceMap SheetNumberValue() => Map(("type", "integer"), ("minimum", 1.0), ("maximum", (double)int.MaxValue));

    private static SourceMap Bounded(SourceMap schema, BoundsAttribute? bounds, bool isWhole)
    {
        bounds ??= new();
        if (double.IsFinite(bounds.AtLeast))
            schema.TryAdd("minimum", bounds.AtLeast);
        if (double.IsFinite(bounds.Above))
            schema.TryAdd("exclusiveMinimum", bounds.Above);
        if (double.IsFinite(bounds.AtMost))
            schema.TryAdd("maximum", bounds.AtMost);
        else if (isWhole)
            schema.TryAdd("maximum", (double)int.MaxValue);
        return schema;
    }

    /// <summary>
    /// The default as a file would have it; of maps, lists of sections and what is required there is none to tell.
    /// </summary>
    private static object? DefaultOf(OptionKey key) => key switch
    {
        { IsRequired: true } or { Default: null } => null,
        { Kind: OptionValueKind.Boolean or OptionValueKind.Text } => key.Default,
        { Kind: OptionValueKind.WholeNumber or OptionValueKind.Number } =>
            Convert.ToDecimal(key.Default, CultureInfo.InvariantCulture),
        { Kind: OptionValueKind.Texts, Default: IReadOnlyList<string> { Count: > 0 } texts } => List(texts),
        _ => null,
    };

    private static SourceMap Map(params (string Key, object? Value)[] entries)
    {
        var map = new SourceMap();
        foreach ((string key, object? value) in entries)
            map.TryAdd(key, value);
        return map;
    }

    private static SourceList List(IEnumerable<object?> items)
    {
        var list = new SourceList();
        foreach (object? item in items)
            list.Add(item);
        return list;
    }
}
