using Marianne.Files;

namespace Marianne.Scores;

/// <summary>Determines the values of the parameters of a job: those that are specified, those that the job keeps, and defaults.</summary>
internal static class ParameterResolver
{
    /// <summary>Returns the values of all parameters of a score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="specified">The values that are specified, by name. The case of a name does not matter.</param>
    /// <param name="kept">The values that the job keeps.</param>
    /// <param name="folder">The folder that specified paths begin at.</param>
    /// <exception cref="MarianneException">
    /// InvalidParameter: a value has another type, or a parameter is unknown or, unless it is a secret, missing.
    /// </exception>
    public static ParameterValues Resolve(
        Score score, IReadOnlyDictionary<string, object?> specified, ParameterValues kept, string folder)
    {
        List<(string Name, string Problem)> problems = [];
        Dictionary<string, object?> given = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in specified)
        {
            string? declared = score.Parameters.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (declared is null)
                problems.Add((name, ParameterErrors.Unknown(score, name)));
            else
                given[declared] = value;
        }

        Dictionary<string, object> values = [];
        Dictionary<string, string?> secrets = [];
        foreach ((string name, ParameterOptions options) in score.Parameters.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            bool isGiven = given.TryGetValue(name, out object? value);
            if (!isGiven && options.Type == ParameterType.Secret)
                secrets[name] = null;
            else if (!isGiven && (kept.Stored.GetValueOrDefault(name) ?? options.Default) is null)
                problems.Add((name, ParameterErrors.Missing(name, options.Type)));
            else if (Convert(options, isGiven ? value : null, kept.Stored.GetValueOrDefault(name), score, folder) is not { } converted)
                problems.Add((name, ParameterErrors.WrongType(name, options.Type, isGiven ? value : kept.Stored.GetValueOrDefault(name))));
            else if (options.Type == ParameterType.Secret)
                secrets[name] = (string)converted;
            else
                values[name] = converted;
        }

        return problems.Count == 0
            ? ParameterValues.Of(values, secrets)
            : throw ParameterErrors.Invalid(string.Join(' ', problems.Select(problem => problem.Problem)), problems[0].Name);
    }

    private static object? Convert(ParameterOptions options, object? given, object? kept, Score score, string folder)
    {
        object? converted = ParameterConverter.Convert(options.Type, given ?? kept ?? options.Default);
        return (options.Type, converted) switch
        {
            (ParameterType.Path, string path) when given is not null => FullPath(path, folder),
            (ParameterType.Path, string path) when kept is null => score.FullPath(path),
            _ => converted,
        };
    }

    private static string FullPath(string path, string folder) => PortablePath.FullPath(HomePath.Expand(path), folder);
}
