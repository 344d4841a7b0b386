using System.Text.Json;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>The words of SQLite, and the values that other implementations keep in its files.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    private SqliteDialect()
    {
    }

    /// <summary>The only instance.</summary>
    public static SqliteDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override bool HoldsAnyValue => true;

    /// <inheritdoc/>
    public override bool CompressesTexts => false;

    /// <inheritdoc/>
    /// <remarks>A write transaction of SQLite is the only one.</remarks>
    public override string LockJob => "";

    /// <inheritdoc/>
    public override string LockFreeJob => "";

    /// <inheritdoc/>
    public override FreeJob? FreeJob => null;

    /// <inheritdoc/>
    public override string? CommitWithoutWaiting => null;

    /// <inheritdoc/>
    public override bool HasClock => false;

    /// <inheritdoc/>
    public override string Clock => "NULL";

    /// <inheritdoc/>
    public override object? Time(DateTimeOffset? time) => StoredTime.WithOffset(time);

    /// <inheritdoc/>
    public override object? Json(string? text) => text;

    /// <inheritdoc/>
    public override object? DayNear(DateTimeOffset? time, int days) => StoredTime.DayNear(time, days);

    /// <inheritdoc/>
    public override object Texts(IEnumerable<string> texts) =>
        JsonSerializer.Serialize([.. texts], StoredJsonContext.Default.ListString);

    /// <inheritdoc/>
    public override string IsAmong(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    /// <inheritdoc/>
    public override string IsLike(string column, string parameter) => $@"{column} LIKE {parameter} ESCAPE '\'";

    /// <inheritdoc/>
    public override string Unindexed(string column) => $"+{column}";

    /// <inheritdoc/>
    public override string JsonArray(string column) => $"json_group_array(CAST({column} AS TEXT))";

    /// <inheritdoc/>
    /// <remarks>A write transaction of SQLite is the only one.</remarks>
    public override string LockRows => "";

    /// <inheritdoc/>
    /// <remarks>Such times are numbers: see <see cref="BootClock"/>.</remarks>
    public override string After(string time, string seconds) => $"({time} + {seconds})";

    /// <inheritdoc/>
    public override string SecondsBetween(string start, string end) => $"({end} - {start})";
}
