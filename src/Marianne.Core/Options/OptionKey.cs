using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>One key of a section, described by the property that holds it.</summary>
public sealed class OptionKey
{
    private readonly PropertyInfo _property;
    private readonly Lazy<OptionSection?> _section;

    internal OptionKey(PropertyInfo property, OptionSet defaults)
    {
        _property = property;
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
            ?? SnakeCaseName.Of(property.Name);
        Kind = OptionValue.KindOf(property.PropertyType);
        IsRequired = property.IsDefined(typeof(RequiredAttribute));
        Default = property.GetValue(defaults);
        IsOptional = Default is null && !IsRequired;
        IsOneOf = property.IsDefined(typeof(OneOfAttribute));
        NeededFor = property.GetCustomAttribute<RequiredWhenAttribute>()?.Words ?? [];
        Bounds = property.GetCustomAttribute<BoundsAttribute>();

        // Not before it is asked for: a section may be about to be made.
        _section = new(() => OptionValue.SectionTypeOf(property.PropertyType) is { } type ? OptionSection.Of(type) : null);
    }

    /// <summary>The key as files have it, such as <c>max_retries</c>.</summary>
    public string Name { get; }

    /// <summary>The property that holds it; its documentation says what the key means.</summary>
    public string Property => _property.Name;

    /// <summary>What kind of value it takes.</summary>
    public OptionValueKind Kind { get; }

    /// <summary>Whether it must be written.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether it may be empty.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether exactly one of the keys of its section of which this is true must be written.</summary>
    public bool IsOneOf { get; }

    /// <summary>The words of the key <c>type</c> beside it with which it must be written.</summary>
    public IReadOnlyList<string> NeededFor { get; }

    /// <summary>The value when the key is not written.</summary>
    public object? Default { get; }

    /// <summary>The range of a number, or of how many items a list has.</summary>
    public BoundsAttribute? Bounds { get; }

    /// <summary>The words that it may be; empty when it is no word.</summary>
    public IReadOnlyList<string> Words => OptionValue.WordsOf(_property.PropertyType);

    /// <summary>The section of the keys that it has itself; nothing when it has none.</summary>
    public OptionSection? Section => _section.Value;

    /// <summary>What the value must be, in words, such as <c>a whole number, at least 0</c>.</summary>
    public string Requirement
    {
        get
        {
            string what = Kind switch
            {
                OptionValueKind.Boolean => "true or false",
                OptionValueKind.WholeNumber => "a whole number",
                OptionValueKind.Number => "a number",
                OptionValueKind.Text => "a text",
                OptionValueKind.Word => $"one of {string.Join(", ", Words)}",
                OptionValueKind.Texts => "a list of texts",
                OptionValueKind.TextsByName => "names, each with a text",
                OptionValueKind.SheetsBySheet => "numbers of sheets, each with a list of the numbers of the sheets that it needs",
                OptionValueKind.Section => "keys and values",
                OptionValueKind.Sections => "a list of keys and values",
                _ => "numbers of sheets, each with keys and values",
            };
            string items = Kind == OptionValueKind.Sections ? " items" : "";
            return Bounds is null ? what : $"{what}, {Bounds}{items}";
        }
    }

    /// <summary>The value that options have for the key.</summary>
    public object? ValueOf(OptionSet options) => _property.GetValue(options);

    /// <summary>The value as it was given; nothing when it was not, or is the default.</summary>
    internal object? GivenIn(OptionSet options) =>
        options.Given.TryGetValue(Property, out object? given) ? given
        : ValueOf(options) is { } value && (IsRequired || !IsDefault(value)) ? value
        : null;

    /// <summary>What is wrong with the value that options have.</summary>
    internal IEnumerable<OptionProblem> Check(OptionSet options)
    {
        object? value = _property.GetValue(options);
        return IsMissing(value) ? [Missing()]
            : value is null ? IsOptional ? [] : [Refuse(value)]
            : !IsWithinBounds(value) ? [TooMany(value) ?? Refuse(value)]
            : Parts(value).SelectMany(part => Section!.CheckAll(part.Options).Select(problem => problem.Within(part.Path)));
    }

    /// <summary>Gives options the value that a file has; what of it cannot be read.</summary>
    internal IEnumerable<OptionProblem> Read(OptionSet options, object? written)
    {
        if (written is null && (IsOptional || IsRequired))
            return [];
        if (Section is not null)
            return OptionSectionReader.Read(this, options, written);
        if (Kind is OptionValueKind.Texts or OptionValueKind.TextsByName or OptionValueKind.SheetsBySheet)
            return OptionListReader.Read(this, options, written);
        if (OptionValue.Convert(written, _property.PropertyType) is not { } value)
            return [Refuse(written)];

        Set(options, value);
        return [];
    }

    internal void Set(OptionSet options, object value) => _property.SetValue(options, value);

    /// <summary>The problem of a value that it must not have.</summary>
    internal OptionProblem Refuse(object? value, string? path = null) => new(
        path ?? Name, $"{Name} is {OptionValue.Show(value)}, and must be {Requirement}.{Advice(value)}")
    {
        Suggestion = value is string word && Kind == OptionValueKind.Word ? NearestWord.Of(word, Words) : null,
    };

    private bool IsDefault(object value) => (value, Default) switch
    {
        (IDictionary { Count: 0 }, IDictionary { Count: 0 }) => true,
        (IEnumerable<string> texts, IEnumerable<string> defaults) when Kind == OptionValueKind.Texts =>
            texts.SequenceEqual(defaults),
        (ICollection { Count: 0 }, ICollection { Count: 0 }) => true,
        _ => value.Equals(Default),
    };

    private string Advice(object? value) => Kind switch
    {
        OptionValueKind.Text when value is not null and not string =>
            " Put what is meant as text in quotes.",
        OptionValueKind.Word when value is string word && NearestWord.Of(word, Words) is { } nearest =>
            $" Did you mean {nearest}?",
        _ when IsRequired || Section is not null => "",
        _ => Default is null ? " Or leave it out." : $" Leave it out for {OptionValue.Show(Default)}.",
    };

    private bool IsMissing(object? value) =>
        IsRequired && (value is null || value is string text && string.IsNullOrWhiteSpace(text)
            || value is ICollection { Count: 0 });

    private OptionProblem? TooMany(object value) =>
        Kind == OptionValueKind.Sections && value is ICollection { Count: var count } && count > Bounds!.AtMost
            ? new(Name, string.Create(CultureInfo.InvariantCulture, $"{Name} has {count} items, and may have at most {Bounds.AtMost}."))
            : null;

    private OptionProblem Missing() => new(Name, $"{Name} is missing, and must be {Requirement}.");

    private bool IsWithinBounds(object value) => (value, Kind) switch
    {
        (ICollection list, _) => Bounds?.Contain(list.Count) ?? true,
        (_, OptionValueKind.WholeNumber or OptionValueKind.Number) =>
            (Bounds ?? new()).Contain(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => true,
    };

    /// <summary>The options within a value, each with its path.</summary>
    private IEnumerable<(OptionSet Options, string Path)> Parts(object value) => value switch
    {
        OptionSet part => [(part, Name)],
        IReadOnlyList<OptionSet> list => list.Select((part, index) => (part, $"{Name}[{index}]")),
        IDictionary bySheet when Section is not null => bySheet.Keys.Cast<int>()
            .Select(number => ((OptionSet)bySheet[number]!, string.Create(CultureInfo.InvariantCulture, $"{Name}.{number}"))),
        _ => [],
    };
}
