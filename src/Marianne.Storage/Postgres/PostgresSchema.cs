using System.Text.RegularExpressions;
using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// The tables of both stores. Any process creates or migrates them: the first one that gets a lock takes a step, in a transaction of
/// its own, and the others wait until it is committed. A step only adds, so the version before works meanwhile.
/// </summary>
/// <param name="target">The server and the part of it.</param>
/// <param name="onWarning">Receives a sentence about an engine that is not tested.</param>
internal sealed partial class PostgresSchema(PostgresTarget target, Action<string> onWarning)
{
    private volatile bool _isChecked;

    private static readonly string[] Steps =
    [
        "PostgresJobs.sql", "PostgresLearning.sql", "PostgresJobKeys.sql", "PostgresClaims.sql", "PostgresLimits.sql",
        "PostgresOutputs.sql", "PostgresItems.sql", "PostgresRuns.sql",
        "PostgresRetention.sql", "PostgresApprovals.sql", "PostgresRules.sql", "PostgresClearedLearning.sql",
    ];

    private static readonly Dictionary<string, int> Versions = Steps
        .SelectMany((script, step) => CreatedTable().Matches(EmbeddedScript.Read(script)).Select(match => (match.Value, Version: step + 1)))
        .ToDictionary(table => table.Value, table => table.Version, StringComparer.Ordinal);

    /// <summary>The newest supported version.</summary>
    public static int Version => Steps.Length;

    /// <summary>Returns the version that added a table.</summary>
    public static int VersionOf(string table) => Versions[table];

    /// <summary>Returns the version of the tables; 0 if there are none.</summary>
    /// <exception cref="MarianneException">
    /// A newer version created them, or the server is a standby, or of an engine that is not supported.
    /// </exception>
    public async ValueTask<int> VersionAsync(SqlSession session)
    {
        if (!_isChecked)
            await CheckEngineAsync(session).ConfigureAwait(false);
        if (await session.ScalarAsync("SELECT pg_is_in_recovery()").ConfigureAwait(false) is true)
            throw PostgresErrors.Standby(target);

        object? table = await session
            .ScalarAsync("SELECT to_regclass(@1)::text", $"{Quoted(target.Schema)}.schema_version").ConfigureAwait(false);
        if (table is null)
            return 0;

        object? version = await session
            .ScalarAsync("SELECT max(version)::bigint FROM main.schema_version").ConfigureAwait(false);
        return Check((int)((long?)version ?? 0));
    }

    /// <summary>Returns a version that is supported.</summary>
    /// <exception cref="MarianneException">It is a newer one.</exception>
    public int Check(int version) => version > Version ? throw StoreErrors.TooNew(target.Location, version, Version) : version;

    /// <summary>Takes the next step, unless another process is taking it.</summary>
    public async ValueTask<SchemaProgress> AdvanceAsync(
        NpgsqlConnection connection, PostgresSession session, CancellationToken cancellationToken)
    {
        if (await VersionAsync(session).ConfigureAwait(false) == Version)
            return SchemaProgress.Complete;

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (!await HasLockAsync(session).ConfigureAwait(false))
                return SchemaProgress.Locked;

            await session.ExecuteAsync("SET LOCAL lock_timeout = '5s'").ConfigureAwait(false);
            int version = await VersionAsync(session).ConfigureAwait(false); // Another process may have taken the step before.
            if (version < Version)
                await StepAsync(session, version).ConfigureAwait(false);
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return version >= Version - 1 ? SchemaProgress.Complete : SchemaProgress.Advanced;
        }
    }

    private async ValueTask CheckEngineAsync(SqlSession session)
    {
        string version = (string)(await session.ScalarAsync("SELECT version()").ConfigureAwait(false))!;
        if (PostgresEngine.Check(version, target) is { } warning)
            onWarning(warning);
        _isChecked = true;
    }

    private async ValueTask StepAsync(PostgresSession session, int version)
    {
        // To create a schema that exists is an error for a role that may not create one.
        if (await session.ScalarAsync("SELECT to_regnamespace(@1)::text", Quoted(target.Schema)).ConfigureAwait(false) is null)
            await session.ExecuteAsync($"CREATE SCHEMA {Quoted(target.Schema)}").ConfigureAwait(false);
        await session.RunAsync(EmbeddedScript.Read(Steps[version])).ConfigureAwait(false);
        await session.ExecuteAsync(
            "INSERT INTO main.schema_version (version, applied_at) VALUES (@1, now())", version + 1).ConfigureAwait(false);
    }

    private async ValueTask<bool> HasLockAsync(SqlSession session) => (bool)(await session
        .ScalarAsync("SELECT pg_try_advisory_xact_lock(hashtextextended(@1, 0))", $"marianne:{target.Schema}").ConfigureAwait(false))!;

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"(?<=^CREATE TABLE main\.)\w+", RegexOptions.Multiline)]
    private static partial Regex CreatedTable();
}
