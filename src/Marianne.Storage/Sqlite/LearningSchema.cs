using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>The schema of the learning store: outcomes, recoveries, clusters and rate limits.</summary>
internal sealed class LearningSchema : SqliteSchema
{
    private static readonly string[] RollUps =
    [
        "marianne_outcome_replaced", "marianne_outcome_added", "marianne_outcome_changed", "marianne_outcome_removed",
        "marianne_recovery_replaced", "marianne_recovery_added", "marianne_recovery_changed", "marianne_recovery_removed",
    ];

    private static readonly string[] Counts = ["marianne_recovery_hour_added", "marianne_recovery_hour_changed"];

    /// <inheritdoc/>
    public override MarianneException Explain(MarianneException error) => StoreErrors.OfLearning(error);

    /// <inheritdoc/>
    protected override int Version => 15;

    /// <inheritdoc/>
    protected override string Landmark => "error_recoveries";

    /// <summary>
    /// Determines whether the roll-ups exist and are kept up to date. A file that only other implementations wrote has
    /// none.
    /// </summary>
    public static bool HasRollUps(SqliteSession session) => session.Triggers.IsSupersetOf(RollUps);

    /// <summary>
    /// Determines whether the roll-ups of recoveries are counted by error and model. A file of an earlier version has no such counts.
    /// </summary>
    public static bool HasCounts(SqliteSession session) => HasRollUps(session) && session.Triggers.IsSupersetOf(Counts);

    /// <summary>
    /// Determines whether the file has no other triggers than those of the roll-ups. Another process may have added some since the
    /// session read their names, so call it in a transaction.
    /// </summary>
    public static bool HasOnlyRollUps(SqliteSession session)
    {
        using RowReader rows = session.Query("SELECT name FROM sqlite_master WHERE type = 'trigger'");
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read())
            names.Add((string)rows.Value(0)!);
        return names.SetEquals([.. RollUps, .. Counts]);
    }

    /// <inheritdoc/>
    public override bool IsCurrent(SqliteSession session) =>
        HasCounts(session)
        && session.Tables.Contains(CircuitTable.Name)
        && session.Tables.Contains(RateLimitTable.Services)
        && session.Tables.Contains(IncidentTable.Name)
        && session.Tables.Contains(BootClock.Table)
        && session.Tables.Contains(ClearedLearningTable.Recoveries);

    /// <inheritdoc/>
    protected override void Create(SqliteSession session, TimeProvider time)
    {
        session.Execute(Script("LearningSchema.sql"));
        session.Execute($"INSERT INTO schema_version (version) VALUES ({Version})");
    }

    /// <inheritdoc/>
    /// <remarks>The other steps, and the version itself, are left to the other implementation that owns the schema.</remarks>
    protected override void Migrate(SqliteSession session, int version, TimeProvider time)
    {
        if (session.Has("executions", OutcomeTable.FormerSuccess))
            session.Execute($"ALTER TABLE executions RENAME COLUMN {OutcomeTable.FormerSuccess} TO {OutcomeTable.Success}");
    }

    /// <inheritdoc/>
    protected override void Extend(SqliteSession session)
    {
        session.Execute(Script("LearningExtras.sql"));
        if (!HasRollUps(session))
            session.Execute(Script("LearningRollUps.sql"));
        if (!HasCounts(session))
            session.Execute(Script("LearningCounts.sql"));
    }
}
