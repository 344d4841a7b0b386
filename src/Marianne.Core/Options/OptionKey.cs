using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>A key of a section, described by the property that holds its value.</summary>
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
        IsInsteadOfOneOf = property.IsDefined(typeof(InsteadOfOneOfAttribute));
        RequiredWhen = property.GetCustomAttribute<RequiredWhenAttribute>()?.Types ?? [];
        Bounds = property.GetCustomAttribute<BoundsAttribute>();
        OneOrMore = property.GetCustomAttribute<OneOrMoreAttribute>();
        NamePattern = property.GetCustomAttribute<NamedOptionsAttribute>()?.Pattern;
        NameAdvice = property.GetCustomAttribute<NamedOptionsAttribute>()?.Advice;

        // Lazy, because the inner section may be the one that is being created.
        _section = new(() => OptionValue.SectionTypeOf(property.PropertyType) is { } type ? OptionSection.Of(type) : null);
    }

    /// <summary>The key as it is written in files, such as <c>max_retries</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the property; its XML documentation describes the key.</summary>
    public string PropertyName => _property.Name;

    /// <summary>The kind of the value.</summary>
    public OptionValueKind Kind { get; }

    /// <summary>Indicates whether the key must be present.</summary>
    public bool IsRequired { get; }

    /// <summary>Indicates whether the value may be <c>null</c>.</summary>
    public bool IsOptional { get; }

    /// <summary>Indicates whether exactly one of this and the other such keys of the section must be present.</summary>
    public bool IsOneOf { get; }

    /// <summary>Indicates whether none of the keys with <see cref="IsOneOf"/> need be present if this one is.</summary>
    public bool IsInsteadOfOneOf { get; }

    /// <summary>The values of the key <c>type</c> of the same section with which this key must be present.</summary>
    public IReadOnlyList<string> RequiredWhen { get; }

    /// <summary>The value if the key is not present.</summary>
    public object? Default { get; }

    /// <summary>The range of a number, or of the number of items of a list; <c>null</c> if there is no limit.</summary>
    public BoundsAttribute? Bounds { get; }

    /// <summary>What the strings of a list must be, if one string is allowed instead of a list; otherwise <c>null</c>.</summary>
    public OneOrMoreAttribute? OneOrMore { get; }

    /// <summary>The regular expression for the names of <see cref="OptionValueKind.SectionsByName"/>, or <c>null</c>.</summary>
    public string? NamePattern { get; }

    /// <summary>What the names of <see cref="OptionValueKind.SectionsByName"/> must be, as a sentence, or <c>null</c>.</summary>
    public string? NameAdvice { get; }

    /// <summary>The words that are allowed; empty if <see cref="Kind"/> is not <see cref="OptionValueKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices => OptionValue.ChoicesOf(_property.PropertyType);

    /// <summary>The section with the keys of the value; <c>null</c> if the value has no keys of its own.</summary>
    public OptionSection? Section => _section.Value;

    /// <summary>The values that are allowed in words, such as <c>a whole number, at least 0</c>.</summary>
    public string Requirement
    {
        get
        {
            string kind = Kind switch
            {
                OptionValueKind.Boolean => "true or false",
                OptionValueKind.WholeNumber => "a whole number",
                OptionValueKind.Number => "a number",
                OptionValueKind.Duration => "a number of seconds, or a duration such as 30s, 10m, 2h or 7d",
                OptionValueKind.Text => "a string",
                OptionValueKind.Choice => $"one of {string.Join(", ", Choices)}",
                OptionValueKind.TextList when OneOrMore is not null => $"{OneOrMore.Meaning}, or a list of them",
                OptionValueKind.TextList => "a list of strings",
                OptionValueKind.CommandLine => "a string, or a list of strings with the program and its arguments",
                OptionValueKind.Value => "a string, a number, true or false, or a list of them and of objects",
                OptionValueKind.ValueMap => "a map of names to values",
                OptionValueKind.SectionsByName => "a map of names to maps",
                OptionValueKind.TextMap => "a map of names to strings",
                OptionValueKind.SheetLists => "a map of sheet numbers to lists of sheet numbers",
                OptionValueKind.Section => "a map",
                OptionValueKind.SectionList => "a list of maps",
                _ => "a map of sheet numbers to maps",
            };
            string items = Kind == OptionValueKind.SectionList ? " items" : "";
            return Bounds is null ? kind : $"{kind}, {Bounds}{items}";
        }
    }

    /// <summary>Returns the value of the key.</summary>
    /// <param name="options">The options of the key's section.</param>
    public object? ValueOf(OptionSet options) => _property.GetValue(options);

    /// <summary>Returns the explicit value of the key, or <c>null</c> if there is none or it is the default.</summary>
    internal object? ExplicitValueOf(OptionSet options) =>
        options.ExplicitValues.TryGetValue(PropertyName, out object? value) ? value
        : ValueOf(options) is { } current && (IsRequired || !IsDefault(current)) ? current
        : null;

    /// <summary>Validates the value of the key.</summary>
    internal IEnumerable<OptionProblem> Validate(OptionSet options)
    {
        object? value = _property.GetValue(options);
        return IsMissing(value) ? [Missing()]
            : value is null ? IsOptional ? [] : [Invalid(value)]
            : !IsWithinBounds(value) ? [TooMany(value) ?? Invalid(value)]
            : InnerOptions(value)
                .SelectMany(inner => Section!.ValidateAll(inner.Options).Select(problem => problem.Within(inner.Path)));
    }

    /// <summary>Sets the value of the key to a value from a file. Returns the problems of what cannot be converted.</summary>
    internal IEnumerable<OptionProblem> Read(OptionSet options, object? source)
    {
        if (source is null && (IsOptional || IsRequired))
            return [];
        if (Section is not null)
            return OptionSectionReader.Read(this, options, source);
        if (Kind is OptionValueKind.TextList or OptionValueKind.TextMap or OptionValueKind.SheetLists or OptionValueKind.ValueMap)
            return OptionListReader.Read(this, options, source);
        if (OptionValue.Convert(source, _property.PropertyType) is not { } value)
            return [Invalid(source)];

        Set(options, value);
        return [];
    }

    internal void Set(OptionSet options, object value) => _property.SetValue(options, value);

    /// <summary>Creates the problem of a value that is not allowed.</summary>
    internal OptionProblem Invalid(object? value, string? path = null) => new(
        path ?? Name, $"{Name} is {OptionValue.Show(value)} but must be {Requirement}.{Advice(value)}")
    {
        Suggestion = value is string word && Kind == OptionValueKind.Choice ? NearestWord.Of(word, Choices) : null,
    };

    private bool IsDefault(object value) => (value, Default) switch
    {
        (IDictionary { Count: 0 }, IDictionary { Count: 0 }) => true,
        (IEnumerable<string> texts, IEnumerable<string> defaults) when Kind == OptionValueKind.TextList =>
            texts.SequenceEqual(defaults),
        (ICollection { Count: 0 }, ICollection { Count: 0 }) => true,
        _ => value.Equals(Default),
    };

    private string Advice(object? value) => Kind switch
    {
        OptionValueKind.Text when value is not null and not string => " Put strings in quotes.",
        OptionValueKind.Choice when value is string word && NearestWord.Of(word, Choices) is { } nearest =>
            $" Did you mean {nearest}?",
        _ when IsRequired || Section is not null => "",
        _ => Default is null ? " Or omit it." : $" Omit it to use the default, {OptionValue.Show(Default)}.",
    };

    private bool IsMissing(object? value) =>
        IsRequired && (value is null || value is string text && string.IsNullOrWhiteSpace(text)
            || value is ICollection { Count: 0 });

    private OptionProblem? TooMany(object value) =>
        Kind == OptionValueKind.SectionList && value is ICollection { Count: var count } && count > Bounds!.AtMost
            ? new(Name, string.Create(
                CultureInfo.InvariantCulture, $"{Name} has {count} items, but at most {Bounds.AtMost} are allowed."))
            : null;

    private OptionProblem Missing() => new(Name, $"{Name} is missing. It must be {Requirement}.");

    private bool IsWithinBounds(object value) => (value, Kind) switch
    {
        (ICollection list, _) => Bounds?.Contains(list.Count) ?? true,
        (TimeSpan duration, _) => (Bounds ?? new()).Contains(duration.TotalSeconds),
        (_, OptionValueKind.WholeNumber or OptionValueKind.Number) =>
            (Bounds ?? new()).Contains(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => true,
    };

    /// <summary>Returns the options within a value, each with its path.</summary>
    private IEnumerable<(OptionSet Options, string Path)> InnerOptions(object value) => value switch
    {
        OptionSet inner => [(inner, Name)],
        IReadOnlyList<OptionSet> list => list.Select((inner, index) => (inner, $"{Name}[{index}]")),
        IDictionary byName when Kind == OptionValueKind.SectionsByName => byName.Keys.Cast<string>()
            .Select(name => ((OptionSet)byName[name]!, $"{Name}.{name}")),
        IDictionary bySheet when Section is not null => bySheet.Keys.Cast<int>()
            .Select(number => ((OptionSet)bySheet[number]!, string.Create(CultureInfo.InvariantCulture, $"{Name}.{number}"))),
        _ => [],
    };
}
