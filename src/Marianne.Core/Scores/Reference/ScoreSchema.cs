using System.Globalization;
using Marianne.Durations;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Writes the JSON Schema of scores, which editors use for completion and validation.</summary>
/// <remarks>
/// It is derived from the types of the options. Rules that a schema cannot express, such as that sheets must not depend on
/// each other in a cycle, are left out.
/// </remarks>
public static class ScoreSchema
{
    /// <summary>The key with which a JSON file names its schema.</summary>
    public const string Keyword = "$schema";

    /// <summary>The address of the published schema.</summary>
    public const string Address = "https://raw.githubusercontent.com/marianne-ps/marianne/main/schema/marianne-score.schema.json";

    private const string Dialect = "http://json-schema.org/draft-07/schema#";
    private const string SheetNumber = "^[1-9][0-9]{0,8}$";
    private const string NotBlank = @"\S";

    /// <summary>Returns the text of the schema.</summary>
    /// <param name="descriptions">The descriptions of the keys.</param>
    public static string Write(ScoreDescriptions descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);

        SourceMap keys = Properties(Score.Section, descriptions);
        keys.TryAdd(Keyword, Map(("description", "The schema of this file."), ("type", "string")));
        SourceMap schema = Map((Keyword, Dialect), ("$id", Address), ("title", "Marianne score"));
        foreach ((string name, object? value) in Section(Score.Section, descriptions, keys))
            schema.TryAdd(name, value);
        return ScoreJson.TextOf(schema, indented: true).ReplaceLineEndings("\n") + "\n";
    }

    private static SourceMap Section(
        OptionSection section, ScoreDescriptions descriptions, SourceMap? keys = null, bool isOptional = false)
    {
        SourceMap schema = Map(
            ("description", descriptions.Of(section)),
            ("type", isOptional ? List(["object", "null"]) : "object"),
            ("properties", keys ?? Properties(section, descriptions)),
            ("additionalProperties", false));
        if (section.Keys.Any(key => key.IsRequired))
            schema.TryAdd("required", List(section.Keys.Where(key => key.IsRequired).Select(key => key.Name)));
        if (section.Keys.Any(key => key.IsOneOf))
            schema.TryAdd("oneOf", List(section.Keys.Where(key => key.IsOneOf).Select(Present).Concat(Instead(section))));
        OptionKey[] conditional = [.. section.Keys.Where(key => key.RequiredWhen.Count > 0)];
        if (conditional.Length > 0)
            schema.TryAdd("allOf", List(conditional.Select(key => RequiredWhen(section, key))));
        return schema;
    }

    // A key whose value is null counts as absent.
    private static SourceMap Present(OptionKey key) => Map(
        ("required", List([key.Name])), ("properties", Map((key.Name, Map(("type", "string"))))));

    /// <summary>Returns the rules of the keys that may be present without one of the others.</summary>
    private static IEnumerable<SourceMap> Instead(OptionSection section) => section.Keys.Where(key => key.IsInsteadOfOneOf).Select(key => Map(
        ("required", List([key.Name])),
        ("properties", Map((key.Name, Map(("type", "object"))))),
        ("not", Map(("anyOf", List(section.Keys.Where(other => other.IsOneOf).Select(Present)))))));

    /// <summary>Returns the rule that the key is present or the type is another one.</summary>
    private static SourceMap RequiredWhen(OptionSection section, OptionKey key)
    {
        IEnumerable<string> others = section.Find("type")!.Choices.Except(key.RequiredWhen);
        SourceMap otherType = Map(("properties", Map(("type", Map(("enum", List(others)))))));
        return Map(("anyOf", List([otherType, Present(key)])));
    }

    private static SourceMap Properties(OptionSection section, ScoreDescriptions descriptions)
    {
        var properties = new SourceMap();
        foreach (OptionKey key in section.Keys)
        {
            SourceMap schema = Map(("description", descriptions.Of(section, key)));
            foreach ((string name, object? value) in Value(key, descriptions))
                schema.TryAdd(name, value);
            if (DefaultOf(key) is { } defaultValue)
                schema.TryAdd("default", defaultValue);
            properties.TryAdd(key.Name, schema);
        }

        return properties;
    }

    private static SourceMap Value(OptionKey key, ScoreDescriptions descriptions) => key.Kind switch
    {
        OptionValueKind.Boolean => Typed(key, "boolean"),
        OptionValueKind.WholeNumber => Bounded(Typed(key, "integer"), key.Bounds, isWhole: true),
        OptionValueKind.Number => Bounded(Typed(key, "number"), key.Bounds, isWhole: false),
        OptionValueKind.Duration => Duration(key),
        OptionValueKind.Text => Text(key),
        OptionValueKind.Choice => Map(("enum", List(key.IsOptional ? key.Choices.Append<object?>(null) : key.Choices))),
        OptionValueKind.TextList when key.OneOrMore is { } allowed => OneOrMore(Map(("type", "string"), ("pattern", allowed.Pattern))),
        OptionValueKind.CommandLine => Map(("anyOf", List([Map(("type", List(["string", "null"])), ("pattern", NotBlank)), Arguments()]))),
        OptionValueKind.Value => Map(("anyOf", List([Single(), Map(("type", "array"), ("items", SingleOrObject()))]))),
        OptionValueKind.ValueMap => Map(("type", "object"), ("additionalProperties", ValueOrValues())),
        OptionValueKind.SectionsByName => ByName(key, Section(key.Section!, descriptions)),
        OptionValueKind.TextList => Map(
            ("type", key.IsOptional ? List(["array", "null"]) : "array"), ("items", Map(("type", "string")))),
        OptionValueKind.TextMap => Map(("type", "object"), ("additionalProperties", Map(("type", "string")))),
        OptionValueKind.SheetLists => BySheet(OneOrMoreSheets()),
        OptionValueKind.Section => Section(key.Section!, descriptions, isOptional: key.IsOptional),
        OptionValueKind.SectionList => Items(key, Section(key.Section!, descriptions)),
        _ => BySheet(Section(key.Section!, descriptions)),
    };

    private static SourceMap Typed(OptionKey key, string type) =>
        Map(("type", key.IsOptional ? List([type, "null"]) : type));

    private static SourceMap Duration(OptionKey key) => Map(("anyOf", List(
    [
        Bounded(Typed(key, "number"), key.Bounds, isWhole: false),
        Map(("type", "string"), ("pattern", DurationParser.Pattern)),
    ])));

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

    private static SourceMap ByName(OptionKey key, SourceMap value) => Map(
        ("type", "object"), ("patternProperties", Map((key.NamePattern ?? "", value))), ("additionalProperties", false));

    private static SourceMap OneOrMoreSheets() => OneOrMore(SheetNumberValue());

    private static SourceMap OneOrMore(SourceMap item) => Map(("anyOf", List([item, Map(("type", "array"), ("items", item))])));

    private static SourceMap Arguments() => Map(("type", "array"), ("items", Map(("type", "string"))), ("minItems", 1.0));

    private static SourceMap ValueOrValues() =>
        OneOrMore(Single());

    private static SourceMap Single() => Map(("type", List(["string", "number", "boolean", "null"])));

    private static SourceMap SingleOrObject() => Map(("type", List(["string", "number", "boolean", "null", "object"])));

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
    /// Returns the default as a file has it, or <c>null</c> for keys without one: maps, lists of sections and required keys.
    /// </summary>
    private static object? DefaultOf(OptionKey key) => key switch
    {
        { IsRequired: true } or { Default: null } => null,
        { Kind: OptionValueKind.Boolean or OptionValueKind.Text } => key.Default,
        { Kind: OptionValueKind.WholeNumber or OptionValueKind.Number } =>
            Convert.ToDecimal(key.Default, CultureInfo.InvariantCulture),
        { Default: TimeSpan duration } => DurationParser.Format(duration),
        { Kind: OptionValueKind.TextList, Default: IReadOnlyList<string> { Count: > 0 } texts } => List(texts),
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
