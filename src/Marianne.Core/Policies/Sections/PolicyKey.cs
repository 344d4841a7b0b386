using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marianne.Policies;

/// <summary>One key of a section, described by the property that holds it.</summary>
public sealed class PolicyKey
{
    private readonly PropertyInfo _property;

    internal PolicyKey(PropertyInfo property, PolicyOptions defaults)
    {
        _property = property;
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Kind = KindOf(property);
        IsOptional = Nullable.GetUnderlyingType(property.PropertyType) is not null;
        Default = property.GetValue(defaults);
        Bounds = property.GetCustomAttribute<BoundsAttribute>();
    }

    /// <summary>The key as files have it, such as <c>max_retries</c>.</summary>
    public string Name { get; }

    /// <summary>The property that holds it; its documentation says what the key means.</summary>
    public string Property => _property.Name;

    /// <summary>What kind of value it takes.</summary>
    public PolicyValueKind Kind { get; }

    /// <summary>Whether it may be empty.</summary>
    public bool IsOptional { get; }

    /// <summary>The value when the key is not written.</summary>
    public object? Default { get; }

    /// <summary>The range of a number.</summary>
    public BoundsAttribute? Bounds { get; }

    /// <summary>What the value must be, in words, such as <c>a whole number, at least 0</c>.</summary>
    public string Requirement => (Kind, Bounds) switch
    {
        (PolicyValueKind.Boolean, _) => "true or false",
        (PolicyValueKind.Texts, _) => "a list of texts",
        (PolicyValueKind.WholeNumber, { } bounds) => $"a whole number, {bounds}",
        (PolicyValueKind.WholeNumber, null) => "a whole number",
        (_, { } bounds) => $"a number, {bounds}",
        _ => "a number",
    };

    /// <summary>What is wrong with the value that options have.</summary>
    internal PolicyProblem? Check(PolicyOptions options)
    {
        object? value = _property.GetValue(options);
        bool isGood = value is null ? IsOptional : IsWithinBounds(value);
        return isGood ? null : Refuse(value);
    }

    /// <summary>Gives options the value that a file has; the problem when it is of the wrong kind.</summary>
    internal PolicyProblem? Read(PolicyOptions options, object? written)
    {
        if (written is null && IsOptional)
            return null;
        if (PolicyValue.Convert(written, _property.PropertyType) is not { } value)
            return Refuse(written);

        _property.SetValue(options, value);
        return null;
    }

    private bool IsWithinBounds(object value) =>
        Kind is PolicyValueKind.Boolean or PolicyValueKind.Texts
        || (Bounds ?? new()).Contain(System.Convert.ToDouble(value, CultureInfo.InvariantCulture));

    private PolicyProblem Refuse(object? value) => new(
        Name, $"{Name} is {PolicyValue.Show(value)}, and must be {Requirement}. Leave it out for {PolicyValue.Show(Default)}.");

    private static PolicyValueKind KindOf(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(bool) ? PolicyValueKind.Boolean
            : type == typeof(int) ? PolicyValueKind.WholeNumber
            : type == typeof(double) || type == typeof(decimal) ? PolicyValueKind.Number
            : type == typeof(IReadOnlyList<string>) ? PolicyValueKind.Texts
            : throw new NotSupportedException($"No key can be of the type {type} of {property.Name}.");
    }
}
