using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Numerics;
using System.Text;
using Marianne.Text;

namespace Marianne.History;

/// <summary>
/// The values that metrics may have: nothing, a truth value, a text, a number, and lists and objects of these. A value
/// is brought into the one form that it has after an export and an import: whole numbers are long, or BigInteger beyond
/// it; others are double; durations are seconds.
/// </summary>
public static class HistoryValue
{
    /// <summary>The deepest nesting that is taken.</summary>
    public const int MaximumDepth = 64;

    /// <summary>The most digits that a whole number may have.</summary>
    public const int MaximumDigits = PythonNumber.MaximumDigits;

    private static readonly BigInteger Largest = BigInteger.Pow(10, MaximumDigits);

    /// <summary>A value in its form.</summary>
    /// <exception cref="MarianneException">InvalidParameter: JSON has no form for it.</exception>
    public static object? Of(object? value) => Of(value, MaximumDepth);

    internal static ReadOnlyDictionary<string, object?> Map(Dictionary<string, object?> values) => new(values);

    internal static ReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> Usage(
        Dictionary<string, IReadOnlyDictionary<string, object?>> values) => new(values);

    /// <summary>Values by name, on top of others.</summary>
    internal static IReadOnlyDictionary<string, object?> Merge(
        IReadOnlyDictionary<string, object?> before, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var merged = new Dictionary<string, object?>(before, StringComparer.Ordinal);
        foreach ((string name, object? value) in values)
            merged[Text(name)] = Of(value, MaximumDepth - 1);
        return Map(merged);
    }

    /// <summary>A text without halves of surrogate pairs, which no file can hold.</summary>
    internal static string Text(string text) => text.Any(char.IsSurrogate)
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        : text;

    /// <summary>Whether two are the same value.</summary>
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
        bool truth => truth,
        string text => Text(text),
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => Whole(number),
        BigInteger number => Whole(number),
        float or double or decimal => Real(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        TimeSpan duration => duration.TotalSeconds,
        DateTime time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        Enum or char or Guid or Uri or Version => Text(value.ToString()!),
        _ when levels == 0 => throw HistoryErrors.InvalidValue("A value", $"is nested deeper than {MaximumDepth}"),
        IEnumerable<KeyValuePair<string, object?>> map => Map(map.Select(pair => (pair.Key, pair.Value)), levels),
        IDictionary map => Map(Entries(map), levels),
        IEnumerable items => Array.AsReadOnly(items.Cast<object?>().Select(item => Of(item, levels - 1)).ToArray()),
        _ => throw HistoryErrors.InvalidValue(
            "A value", $"of type {value.GetType().FullName} has no form in JSON", value),
    };

    private static ReadOnlyDictionary<string, object?> Map(IEnumerable<(string Name, object? Value)> members, int levels)
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

    private static object Whole(BigInteger number) => number switch
    {
        _ when number >= long.MinValue && number <= long.MaxValue => (object)(long)number,
        _ when BigInteger.Abs(number) < Largest => number,
        _ => throw HistoryErrors.InvalidValue("A value", $"has more than {MaximumDigits} digits"),
    };

    private static double Real(double number) => double.IsFinite(number)
        ? number
        : throw HistoryErrors.InvalidValue("A value", $"is {number.ToString(CultureInfo.InvariantCulture)}, and no number");
}
