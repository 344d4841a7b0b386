using Marianne.Options;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>Creates the errors of the values of parameters.</summary>
internal static class ParameterErrors
{
    /// <summary>Values of parameters are wrong, unknown or missing.</summary>
    /// <param name="problems">The problems as sentences.</param>
    /// <param name="name">The name of the first parameter.</param>
    public static MarianneException Invalid(string problems, string name) => new(MarianneError.InvalidParameter, problems, name);

    /// <summary>Secrets were not specified, and are not stored.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="secrets">The names of the secrets.</param>
    public static MarianneException MissingSecrets(string name, IReadOnlyList<string> secrets) => new(
        MarianneError.InvalidParameter,
        $"The score '{name}' needs the secret {CountText.Word(secrets.Count, "parameter")} {Quoted(secrets)} for each run, because secrets "
        + "are not stored. Specify the value with -Parameter.",
        secrets is [var first, ..] ? first : name);

    /// <summary>A job with secrets was to be run by workers.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="secrets">The names of the secrets.</param>
    public static MarianneException SecretsOfWorkers(string name, IReadOnlyList<string> secrets) => new(
        MarianneError.InvalidParameter,
        $"The score '{name}' needs the secret {CountText.Word(secrets.Count, "parameter")} {Quoted(secrets)}, which workers cannot have, "
        + "because secrets are not stored. Let the sheets read the secret from an environment variable or a file of the workers, or run "
        + "the job in this session with Invoke-MarianneJob.",
        secrets is [var first, ..] ? first : name);

    /// <summary>Returns the problem of a value of another type.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="type">The type of the parameter.</param>
    /// <param name="value">The value, which is not shown for a secret.</param>
    public static string WrongType(string name, ParameterType type, object? value)
    {
        string shown = type == ParameterType.Secret ? "its value is not a string" : $"its value is {OptionValue.Show(value)}";
        string advice = type is ParameterType.String or ParameterType.Path && value is not (null or string) ? " Put it in quotes." : "";
        return $"The parameter '{name}' has the type {OptionValue.WordOf(type)}, but {shown}. It must be "
            + $"{ParameterConverter.MeaningOf(type)}.{advice}";
    }

    /// <summary>Returns the problem of a parameter that the score does not have.</summary>
    /// <param name="score">The score.</param>
    /// <param name="name">The name that was specified.</param>
    public static string Unknown(Score score, string name)
    {
        string advice = NearestWord.Of(name, score.Parameters.Keys) is { } nearest ? $"Did you mean {nearest}?"
            : score.Parameters.Count == 0 ? "It has no parameters."
            : $"Its parameters are: {string.Join(", ", score.Parameters.Keys.Order(StringComparer.Ordinal))}.";
        return $"The score '{score.Name}' has no parameter {OptionValue.Show(name)}. {advice}";
    }

    /// <summary>Returns the problem of a parameter without a value.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="type">The type of the parameter.</param>
    public static string Missing(string name, ParameterType type) =>
        $"The parameter '{name}' ({OptionValue.WordOf(type)}) has no value and no default. Specify it with -Parameter.";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
