using System.Text.RegularExpressions;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>The words of PostgreSQL, and the values that its typed columns keep.</summary>
internal sealed partial class PostgresDialect : SqlDialect
{
    private const string Lock = "FOR NO KEY UPDATE OF jobs";
    private const string LockFree = $"{Lock} SKIP LOCKED";

    private PostgresDialect()
    {
    }

    /// <summary>The only instance.</summary>
    public static PostgresDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override bool HoldsAnyValue => false;

    /// <inheritdoc/>
    public override bool CompressesTexts => true;

    /// <inheritdoc/>
    /// <remarks>It does not keep the rows of others from referring to the job.</remarks>
    public override string LockJob => Lock;

    /// <inheritdoc/>
    public override string LockFreeJob => LockFree;

    /// <inheritdoc/>
    /// <remarks>The setting belongs to the transaction, so a pool in between may give the next one another connection.</remarks>
    public override FreeJob FreeJob { get; } = new(
        $"(SELECT * FROM main.jobs WHERE id = ANY(@1) ORDER BY array_position(@1, id) LIMIT 1 {LockFree})",
        Keep: "set_config('marianne.picked', jobs.id, TRUE)",
        Id: "coalesce(current_setting('marianne.picked', TRUE), '')");

    /// <inheritdoc/>
    public override bool HasClock => true;

    /// <inheritdoc/>
    public override string Clock => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";

    /// <inheritdoc/>
    public override object? Time(DateTimeOffset? time) => time is { } known ? StoredTime.Truncate(known).UtcDateTime : null;

    /// <inheritdoc/>
    /// <remarks>The server refuses the character NUL, also as an escape in JSON.</remarks>
    public override object? Json(string? text) =>
        text is null || !text.Contains(@"\u0000", StringComparison.Ordinal)
            ? text
            : EscapedNul().Replace(text, match => $@"{match.Groups["before"].Value}\ufffd");

    /// <inheritdoc/>
    /// <remarks>Instants are compared exactly. One beyond the calendar is after all instants.</remarks>
    public override object? DayNear(DateTimeOffset? time, int days) => time switch
    {
        null => null,
        { } known when DateTimeOffset.MaxValue - known <= TimeSpan.FromDays(days) => DateTime.MaxValue,
        { } known when known - DateTimeOffset.MinValue <= TimeSpan.FromDays(-days) => DateTime.MinValue,
        { } known => known.AddDays(days).UtcDateTime,
    };

    /// <inheritdoc/>
    public override object Texts(IEnumerable<string> texts) => texts.ToArray();

    /// <inheritdoc/>
    public override string IsAmong(string column, string parameter) => $"{column} = ANY({parameter})";

    /// <inheritdoc/>
    /// <remarks>The server does not count the texts of a query, so a plan for these texts would not be better than one for any.</remarks>
    public override string IsAmongFew(string column, string parameter) => $"{column} = ANY(ARRAY(SELECT unnest({parameter})))";

    /// <inheritdoc/>
    public override string IsLike(string column, string parameter) => $@"{column} ILIKE {parameter} ESCAPE '\'";

    /// <inheritdoc/>
    public override string Unindexed(string column) => column;

    /// <inheritdoc/>
    public override string JsonArray(string column) => $"json_agg({column})";

    /// <inheritdoc/>
    public override string LockRows => "FOR UPDATE";

    /// <inheritdoc/>
    public override string CommitWithoutWaiting => "SET LOCAL synchronous_commit TO off";

    /// <inheritdoc/>
    public override string After(string time, string seconds) => $"({time}::timestamptz + make_interval(secs => {seconds}))";

    /// <inheritdoc/>
    public override string SecondsBetween(string start, string end) =>
        $"extract(epoch FROM {end}::timestamptz - {start})::double precision";

    /// <summary>An escaped NUL: an even number of backslashes is before it, which are escaped themselves.</summary>
    [GeneratedRegex(@"(?<!\\)(?<before>(?:\\\\)*)\\u0000")]
    private static partial Regex EscapedNul();
}
