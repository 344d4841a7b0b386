using Marianne.Instruments;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Secrets;

/// <summary>Finds secrets in a valid score that are probably mistakes.</summary>
public static class SecretAdvice
{
    /// <summary>A shorter value is a part of many words.</summary>
    private const int ShortestSecret = 4;

    /// <summary>Returns the secrets whose values are so short that parts of ordinary words are replaced. It shows no value.</summary>
    /// <param name="score">The score.</param>
    /// <param name="variable">Returns the value of an environment variable of the runner.</param>
    /// <param name="own">Returns the user's own profiles of instruments, whose environments may contain secrets.</param>
    public static IEnumerable<OptionProblem> Of(
        Score score, Func<string, string?> variable, Func<IReadOnlyDictionary<string, InstrumentOptions>> own)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(variable);

        var values = new SecretValues(score, variable, own);
        for (int index = 0; index < score.Secrets.Count; index++)
        {
            string name = score.Secrets[index];
            if (values.Of(name).Any(value => value is { Length: > 0 and < ShortestSecret }))
            {
                yield return new OptionProblem(
                    FormattableString.Invariant($"secrets[{index}]"),
                    $"The value of {OptionValue.Show(name)} has fewer than {ShortestSecret} characters. They are replaced by "
                    + $"{SecretRedactor.Mask} wherever they occur, also within ordinary words. Use a longer value, or remove it "
                    + "from the secrets.");
            }
        }
    }
}
