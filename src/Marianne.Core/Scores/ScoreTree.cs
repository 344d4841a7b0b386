using System.Collections;
using System.Globalization;

namespace Marianne.Scores;

/// <summary>Options as they would be written: their keys that are not defaults, in order.</summary>
internal static class ScoreTree
{
    /// <summary>The keys and values of options.</summary>
    public static ScoreMap Of(ScoreOptions options)
    {
        var map = new ScoreMap();
        foreach (ScoreKey key in ScoreSection.Of(options.GetType()).Keys)
        {
            if (key.GivenIn(options) is { } value && ValueOf(value) is var tree && (key.Kind != ScoreValueKind.Section || tree is ScoreMap { Count: > 0 }))
                map.TryAdd(key.Name, tree);
        }

        return map;
    }

    private static object? ValueOf(object value) => value switch
    {
        ScoreOptions options => Of(options),
        string or bool or int or double or decimal => value,
        Enum word => ScoreValue.WordOf(word),
        IDictionary map => MapOf(map),
        _ => ListOf((IEnumerable)value),
    };

    private static ScoreMap MapOf(IDictionary values)
    {
        var map = new ScoreMap();
        IEnumerable<(string Key, object? Value)> entries = values.Keys.Cast<object>()
            .Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, values[key]));
        foreach ((string key, object? value) in values.Keys is ICollection<int> ? entries : entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            map.TryAdd(key, ValueOf(value!));
        return map;
    }

    private static ScoreList ListOf(IEnumerable values)
    {
        var list = new ScoreList();
        foreach (object value in values)
            list.Add(ValueOf(value));
        return list;
    }
}
