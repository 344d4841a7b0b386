using Marianne.Instruments;
using Marianne.Scores;
using Marianne.Stores;

namespace Marianne.Secrets;

/// <summary>Finds the values that the secrets of a score can have in the environments of its attempts.</summary>
/// <param name="score">The score, which names the variables whose values are secrets.</param>
/// <param name="variable">Returns the value of an environment variable of the runner.</param>
/// <param name="own">Returns the user's own profiles. It is called only if the score has secrets and can use instruments.</param>
internal sealed class SecretValues(
    Score score, Func<string, string?> variable, Func<IReadOnlyDictionary<string, InstrumentOptions>> own)
{
    /// <summary>
    /// A sheet may get the environment of any profile: that of its instrument, of what it extends or of a fallback. All are
    /// searched, because the value of a secret is one in any of them.
    /// </summary>
    private readonly IReadOnlyDictionary<string, string>[] _environments = score.Secrets.Count == 0
        ? []
        :
        [
            .. score.Numbers.Select(score.EnvironmentOf),
            .. score.Instruments.Values.Concat(RunInstruments.CanBeUsedBy(score) ? own().Values : [])
                .Select(profile => profile.Environment),
        ];

    /// <summary>
    /// The values of all secrets and secret parameters, and the passwords of the store, which commands inherit with the environment.
    /// </summary>
    public IEnumerable<string?> All => [.. score.Secrets.SelectMany(Of), .. score.Values.Secrets.Values, .. OfStore];

    private IEnumerable<string?> OfStore => variable(DefaultStores.Variable) is { Length: > 0 } connection
        ? [.. ServerConnection.PasswordsIn(connection), variable("PGPASSWORD")]
        : [variable("PGPASSWORD")];

    /// <summary>Returns the values of a secret.</summary>
    /// <param name="name">The name of its variable.</param>
    public IEnumerable<string?> Of(string name) =>
        _environments.Select(environment => environment.GetValueOrDefault(name)).Append(variable(name));
}
