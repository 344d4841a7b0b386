using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>The schema of the job store: jobs, sheets and recorded attempts.</summary>
internal sealed class JobSchema : SqliteSchema
{
    /// <inheritdoc/>
    protected override int Version => 4;

    /// <inheritdoc/>
    protected override string Landmark => "jobs";

    /// <inheritdoc/>
    public override bool IsCurrent(SqliteSession session) =>
        session.Tables.Contains(MeasuresTable.Name)
        && session.Tables.Contains(AttachedHistoryTable.Name)
        && session.Tables.Contains(JobKeyTable.Name)
        && session.Tables.Contains(ClaimTable.Name)
        && session.Tables.Contains(OutputTable.Name)
        && session.Tables.Contains(ItemTable.Name)
        && session.Tables.Contains(AttemptRunTable.Name)
        && session.Tables.Contains(AttemptOutputTable.Name)
        && session.Tables.Contains(OriginTable.Name)
        && session.Tables.Contains(FiguresTable.Name)
        && session.Tables.Contains(ApprovalTable.Name)
        && session.Tables.Contains(RetentionTable.Name)
        && session.Tables.Contains(RetentionTable.LearnedName);

    /// <inheritdoc/>
    protected override void Create(SqliteSession session, TimeProvider time)
    {
        session.Execute(Script("JobSchema.sql"));
        for (int version = 1; version <= Version; version++)
            Record(session, version, time);
    }

    /// <inheritdoc/>
    protected override void Migrate(SqliteSession session, int version, TimeProvider time)
    {
        for (; version < Version; version++)
        {
            MigrateFrom(session, version);
            Record(session, version + 1, time);
        }
    }

    /// <inheritdoc/>
    protected override void Extend(SqliteSession session) => session.Execute(Script("JobExtras.sql"));

    private static void MigrateFrom(SqliteSession session, int version)
    {
        switch (version)
        {
            case 1:
                Add("jobs", "config_path", "TEXT");
                break;
            case 2:
                Add("sheets", "execution_duration_seconds", "REAL");
                Add("sheets", "exit_signal", "INTEGER");
                Add("sheets", "exit_reason", "TEXT");
                break;
            case 3 when session.Has("sheets", "first_attempt_success"):
                session.Execute("ALTER TABLE sheets RENAME COLUMN first_attempt_success TO success_without_retry");
                break;
        }

        void Add(string table, string column, string type)
        {
            if (!session.Has(table, column))
                session.Execute($"ALTER TABLE {table} ADD COLUMN {column} {type}");
        }
    }

    private static void Record(SqliteSession session, int version, TimeProvider time) =>
        session.Run(
            "INSERT OR IGNORE INTO schema_version (version, applied_at) VALUES (@1, @2)",
            version,
            StoredTime.WithOffset(time.GetUtcNow()));
}
