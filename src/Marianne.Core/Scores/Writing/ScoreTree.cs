using System.Collections;
using System.Globalization;
using Marianne.Durations;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Converts options to keys and values as a file has them.</summary>
public static class ScoreTree
{
    /// <summary>Returns the keys of options whose values are not the defaults, in order.</summary>
    /// <param name="options">The options.</param>
    public static SourceMap Of(OptionSet options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var map = new SourceMap();
        foreach (OptionKey key in OptionSection.Of(options.GetType()).Keys)
        {
            object? tree = key.ExplicitValueOf(options) is { } value ? ValueOf(value) : null;
            if (tree is not null && !(key.Kind == OptionValueKind.Section && tree is SourceMap { Count: 0 }))
                map.TryAdd(key.Name, tree);
        }

        return map;
    }

    /// <summary>Returns the sections of a score with the defaults of all their keys that have one.</summary>
    internal static SourceMap OfDefaults()
    {
        var map = new SourceMap();
        foreach (OptionKey section in Score.Section.Keys.Where(key => key.Kind == OptionValueKind.Section))
        {
            var keys = new SourceMap();
            foreach (OptionKey key in section.Section!.Keys.Where(
                key => key.Section is null && key.Default is not (null or IDictionary)))
                keys.TryAdd(key.Name, ValueOf(key.Default!));
            map.TryAdd(section.Name, keys);
        }

        return map;
    }

    private static object? ValueOf(object value) => value switch
    {
        OptionSet options => Of(options),
        CommandLine command => command.Text ?? (object)ListOf(command.Arguments),
        long or string or bool or int or double or decimal => value,
        Enum member => OptionValue.WordOf(member),
        TimeSpan duration => DurationParser.Format(duration),
        IDictionary map => MapOf(map),
        SourceMap map => map,
        ItemData data => data.ToSource(),
        ItemDataList list => ListOf(list.Values),
        _ => ListOf((IEnumerable)value),
    };

    /// <summary>Returns the keys and values of a dictionary, in the order of the keys unless they are numbers.</summary>
    /// <param name="values">The dictionary.</param>
    internal static SourceMap MapOf(IDictionary values)
    {
        var map = new SourceMap();
        IEnumerable<(string Key, object? Value)> entries = values.Keys.Cast<object>()
            .Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, values[key]));
        if (values.Keys is not ICollection<int>)
            entries = entries.OrderBy(entry => entry.Key, StringComparer.Ordinal);
        foreach ((string key, object? value) in entries)
            map.TryAdd(key, value is null ? null : ValueOf(value));
        return map;
    }

    /// <summary>Returns the items of a list.</summary>
    /// <param name="values">The items.</param>
    internal static SourceList ListOf(IEnumerable values)
    {
        var list = new SourceList();
        foreach (object? value in values)
            list.Add(value is null ? null : ValueOf(value));
        return list;
    }
}
