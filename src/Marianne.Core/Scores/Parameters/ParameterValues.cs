using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The values of the parameters of a job.</summary>
internal sealed class ParameterValues
{
    private readonly SortedDictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string?> _secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _outputs = new(StringComparer.Ordinal);

    /// <summary>No values.</summary>
    public static ParameterValues None { get; } = new();

    /// <summary>The values by name, without secrets. They are stored with the job.</summary>
    public IReadOnlyDictionary<string, object> Stored => _values;

    /// <summary>
    /// The values of placeholders by name: the stored values, and the outputs that a sheet uses. A missing output is <c>null</c>.
    /// </summary>
    public IReadOnlyDictionary<string, object?> OfPlaceholders
    {
        get
        {
            var all = new Dictionary<string, object?>(_outputs, StringComparer.Ordinal);
            foreach ((string name, object value) in _values)
                all[name] = value;
            return all;
        }
    }

    /// <summary>The secrets by name, which are not stored; <c>null</c> for one that was not specified.</summary>
    public IReadOnlyDictionary<string, string?> Secrets => _secrets;

    /// <summary>The names of the secrets that were not specified.</summary>
    public IReadOnlyList<string> MissingSecrets => [.. _secrets.Where(secret => secret.Value is null).Select(secret => secret.Key)];

    /// <summary>Creates values.</summary>
    /// <param name="values">The values by name, without secrets.</param>
    /// <param name="secrets">The secrets by name.</param>
    public static ParameterValues Of(
        IEnumerable<KeyValuePair<string, object>> values, IEnumerable<KeyValuePair<string, string?>> secrets)
    {
        var all = new ParameterValues();
        foreach ((string name, object value) in values)
            all._values[name] = value;
        foreach ((string name, string? secret) in secrets)
            all._secrets[name] = secret;
        return all;
    }

    /// <summary>Returns the same values with the outputs that a sheet uses. They are not stored.</summary>
    /// <param name="outputs">The outputs by the name of their placeholder; <c>null</c> for one that is missing.</param>
    public ParameterValues With(IEnumerable<KeyValuePair<string, object?>> outputs)
    {
        ParameterValues all = Of(_values, _secrets);
        foreach ((string name, object? value) in outputs)
            all._outputs[name] = value;
        return all;
    }

    /// <summary>Reads the values that a job keeps. Values of other kinds are left out.</summary>
    /// <param name="kept">The keys and values of the snapshot.</param>
    public static ParameterValues OfKept(SourceMap kept) => Of(
        kept.Where(entry => entry.Value is string or bool or long or double or SourceList)
            .Select(entry => new KeyValuePair<string, object>(entry.Key, entry.Value!)),
        []);

    /// <summary>Returns the stored values as a job keeps them.</summary>
    public SourceMap ToKept() => ScoreTree.MapOf(_values);

    /// <summary>Replaces the placeholders of all parameters and outputs in a text, including those of secrets.</summary>
    /// <param name="text">The text, such as the value of an environment variable.</param>
    public string ReplaceIn(string text) => _values.Count == 0 && _secrets.Count == 0 && _outputs.Count == 0
        ? text
        : PlaceholderText.Replace(text, name => (_values.GetValueOrDefault(name) ?? _outputs.GetValueOrDefault(name)) is { } value
            ? ParameterConverter.TextOf(value)
            : _secrets.GetValueOrDefault(name));
}
