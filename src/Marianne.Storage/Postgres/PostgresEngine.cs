using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Storage.Postgres;

/// <summary>Which engine a server is, according to its name and its own words. Many engines use the protocol of PostgreSQL.</summary>
internal static partial class PostgresEngine
{
    /// <summary>The oldest supported version of PostgreSQL.</summary>
    public const int OldestVersion = 14;

    private const int LongestName = 60;

    /// <summary>Engines that use the protocol without the transactions and locks of PostgreSQL.</summary>
    private static readonly (string Word, string Name)[] Refused =
    [
        ("DSQL", "Amazon Aurora DSQL"),
        ("Redshift", "Amazon Redshift"),
        ("Greenplum", "Greenplum"),
        ("CrateDB", "CrateDB"),
        ("QuestDB", "QuestDB"),
        ("Materialize", "Materialize"),
        ("RisingWave", "RisingWave"),
        ("Spanner", "Google Cloud Spanner"),
    ];

    /// <summary>Throws an exception if the name of a server shows that it is of another engine.</summary>
    /// <param name="target">The server.</param>
    /// <exception cref="MarianneException">NotAStore: the engine is not supported.</exception>
    public static void CheckHost(PostgresTarget target)
    {
        if (DsqlHost().IsMatch(target.Host))
            throw NotSupported("Amazon Aurora DSQL", target);
    }

    /// <summary>
    /// Throws an exception if a server is of an engine or a version that is not supported. Returns a warning if it is of one that is not
    /// tested, or <c>null</c>.
    /// </summary>
    /// <param name="version">What the server answers to <c>SELECT version()</c>.</param>
    /// <param name="target">The server.</param>
    /// <exception cref="MarianneException">NotAStore: the engine or its version is not supported.</exception>
    public static string? Check(string version, PostgresTarget target)
    {
        if (Refused.FirstOrDefault(engine => version.Contains(engine.Word, StringComparison.OrdinalIgnoreCase)) is { Name: { } name })
            throw NotSupported(name, target);
        if (version.StartsWith("CockroachDB", StringComparison.Ordinal))
            return Untested("CockroachDB", target);
        if (Number().Match(version) is not { Success: true } number)
            throw NotSupported($"'{(version.Length > LongestName ? version[..LongestName] : version)}'", target);

        string engineName = version.Contains("-YB-", StringComparison.Ordinal) ? "YugabyteDB with PostgreSQL" : "PostgreSQL";
        if (int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture) < OldestVersion)
        {
            throw target.Error(
                MarianneError.NotAStore,
                $"the server is {engineName} {number.Groups[1].Value}, and version {OldestVersion} or later is needed. Upgrade the server");
        }

        return engineName == "PostgreSQL" ? null : Untested("YugabyteDB", target);
    }

    private static MarianneException NotSupported(string engine, PostgresTarget target) => target.Error(
        MarianneError.NotAStore,
        $"the server is {engine}, which uses the protocol of PostgreSQL, but not its transactions and locks. Nothing was written. Use a "
        + $"server of PostgreSQL {OldestVersion} or later");

    private static string Untested(string engine, PostgresTarget target) =>
        $"The server '{target.Host}' is {engine}, with which Marianne is not tested. Use it for trials only.";

    [GeneratedRegex(@"(^|\.)dsql(-[a-z0-9]+)?\.[a-z0-9-]+\.on\.aws$", RegexOptions.IgnoreCase)]
    private static partial Regex DsqlHost();

    [GeneratedRegex(@"^PostgreSQL ([0-9]{1,4})")]
    private static partial Regex Number();
}
