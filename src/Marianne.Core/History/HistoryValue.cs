using System.Collections;
using System.Globalization;
using System.Numerics;
using Marianne.Collections;
using Marianne.Text;

namespace Marianne.History;

/// <summary>
/// Normalizes the values of metrics: <c>null</c>, Boolean values, strings, numbers, and lists and maps of these. A value
/// gets the form that it also has after an export and an import: whole numbers are long, or BigInteger if they are larger;
/// other numbers are double; durations are seconds.
/// </summary>
public static class HistoryValue
{
    /// <summary>The maximum nesting depth of a value.</summary>
    public const int MaximumDepth = 64;

    /// <summary>The maximum number of digits of a whole number.</summary>
    public const int MaximumDigits = PythonNumber.MaximumDigits;

    private static readonly BigInteger Largest = BigInteger.Pow(10, MaximumDigits);

    /// <summary>Normalizes a value.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the value cannot be stored as JSON.</exception>
    public static object? Of(object? value) => Of(value, MaximumDepth);

    internal static ReadOnlyMap<string, object?> Map(Dictionary<string, object?> values) => new(values);

    internal static ReadOnlyMap<string, IReadOnlyDictionary<string, object?>> Usage(
        Dictionary<string, IReadOnlyDictionary<string, object?>> values) => new(values);

    /// <summary>Adds values by name to existing values.</summary>
    internal static IReadOnlyDictionary<string, object?> Merge(
        IReadOnlyDictionary<string, object?> before, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var merged = new Dictionary<string, object?>(before, StringComparer.Ordinal);
        foreach ((string name, object? value) in values)
            merged[Text(name)] = Of(value, MaximumDepth - 1);
        return Map(merged);
    }

    /// <summary>Replaces unpaired surrogates, which cannot be stored in a file.</summary>
    internal static string Text(string text) => JsonUnicode.ReplaceHalves(text);

    /// <summary>Determines whether two normalized values are equal.</summary>
    internal static bool AreSame(object? one, object? other) => (one, other) switch
    {
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out object? value) && AreSame(pair.Value, value)),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) =>
            a.Count == b.Count && a.Zip(b).All(pair => AreSame(pair.First, pair.Second)),
        _ => Equals(one, other),
    };

    private static object? Of(object? value, int levels) => value switch
    {
        null or DBNull => null,
        bool flag => flag,
        string text => Text(text),
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => WholeNumber(number),
        BigInteger number => WholeNumber(number),
        float or double or decimal => RealNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        TimeSpan duration => duration.TotalSeconds,
        DateTime time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        Enum or char or Guid or Uri or Version => Text(value.ToString()!),
        _ when levels == 0 => throw HistoryErrors.InvalidValue("A value", $"is nested more than {MaximumDepth} levels deep"),
        IEnumerable<KeyValuePair<string, object?>> map => Map(map.Select(pair => (pair.Key, pair.Value)), levels),
        IDictionary map => Map(Entries(map), levels),
        IEnumerable items => Array.AsReadOnly(items.Cast<object?>().Select(item => Of(item, levels - 1)).ToArray()),
        _ => throw HistoryErrors.InvalidValue(
            "A value", $"of type {value.GetType().FullName} cannot be stored as JSON", value),
    };

    private static ReadOnlyMap<string, object?> Map(IEnumerable<(string Name, object? Value)> members, int levels)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in members)
            map[Text(name)] = Of(value, levels - 1);
        return Map(map);
    }

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
    }

    private static object WholeNumber(BigInteger number) => number switch
    {
        _ when number >= long.MinValue && number <= long.MaxValue => (object)(long)number,
        _ when BigInteger.Abs(number) < Largest => number,
        _ => throw HistoryErrors.InvalidValue("A value", $"has more than {MaximumDigits} digits"),
    };

    private static double RealNumber(double number) => double.IsFinite(number)
        ? number
        : throw HistoryErrors.InvalidValue(
            "A value", $"is {number.ToString(CultureInfo.InvariantCulture)}, which JSON cannot represent");
}
