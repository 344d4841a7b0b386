using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>The schema of a database: its tables, the versions that can be read, and the migration of older ones.</summary>
internal abstract class SqliteSchema
{
    /// <summary>Adds to the error of a store of this kind what the user can do.</summary>
    public virtual MarianneException Explain(MarianneException error) => error;

    /// <summary>The newest supported version.</summary>
    protected abstract int Version { get; }

    /// <summary>The name of a table that every version has.</summary>
    protected abstract string Landmark { get; }

    /// <summary>Throws if a file is not a store of this kind or has a newer version. Changes nothing.</summary>
    public void Check(SqliteSession session, string path)
    {
        if (IsEmpty(session))
            return;

        if (!session.Tables.Contains(Landmark) || !session.Tables.Contains("schema_version"))
            throw StoreErrors.NotAStore(path, $"it is a database without the table '{Landmark}'");

        CheckVersion(session, path);
    }

    /// <summary>Throws if a store has a newer version now.</summary>
    public void CheckVersion(SqliteSession session, string path)
    {
        int version = VersionOf(session);
        if (version > Version)
            throw StoreErrors.TooNew(path, version, Version);
    }

    /// <summary>Creates the tables in an empty file and migrates an older one, each step in its own transaction.</summary>
    public void Prepare(SqliteSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        // Only a file without any content can be given pages that say what refers to them, so that free ones can be removed in steps.
        if (IsEmpty(session))
            session.Execute("PRAGMA auto_vacuum = INCREMENTAL");

        // SQLite fails without waiting if two processes switch a new file to WAL at once, so it is retried.
        session.Retry(() => session.Execute("PRAGMA journal_mode = WAL"), time, cancellationToken);
        Step(session, time, Create, cancellationToken);
        Step(session, time, () => Migrate(session, VersionOf(session), time), cancellationToken);
        Step(session, time, () => Extend(session), cancellationToken);

        void Create()
        {
            if (!session.Tables.Contains(Landmark))
                this.Create(session, time);
        }
    }

    /// <summary>Determines whether the file has everything that <see cref="Prepare"/> would create.</summary>
    public abstract bool IsCurrent(SqliteSession session);

    /// <summary>Determines whether the file has no tables yet.</summary>
    public static bool IsEmpty(SqliteSession session) => session.Tables.Count == 0;

    /// <summary>Creates the tables.</summary>
    protected abstract void Create(SqliteSession session, TimeProvider time);

    /// <summary>Migrates from a version, which may be the newest. Anything that exists already is skipped.</summary>
    protected abstract void Migrate(SqliteSession session, int version, TimeProvider time);

    /// <summary>Creates what this module keeps in addition to the shared schema, unless it exists.</summary>
    protected abstract void Extend(SqliteSession session);

    /// <summary>Returns an embedded SQL script.</summary>
    protected static string Script(string name) => EmbeddedScript.Read(name);

    private static int VersionOf(SqliteSession session) =>
        (int)(long)(session.Scalar("SELECT max(version) FROM schema_version") ?? 1L);

    private static void Step(SqliteSession session, TimeProvider time, Action step, CancellationToken cancellationToken)
    {
        session.BeginImmediate(time, cancellationToken);
        session.ReadSchema(); // Another process may have taken this step in the meantime.
        step();
        session.Commit();
        session.ReadSchema();
    }
}
