namespace Marianne.Storage.Sqlite;

/// <summary>What a database must hold, which versions of it can be read, and how an older one becomes the newest.</summary>
internal abstract class SqliteSchema
{
    /// <summary>How far a commit is flushed: <c>FULL</c> or <c>NORMAL</c>.</summary>
    public abstract string Synchronous { get; }

    /// <summary>The newest version that is known.</summary>
    protected abstract int Version { get; }

    /// <summary>A table that every version has.</summary>
    protected abstract string Landmark { get; }

    /// <summary>Refuses a file that is no store of this kind, or a newer one. Changes nothing.</summary>
    public void Check(SqliteSession session, string path)
    {
        if (IsEmpty(session))
            return;

        if (!session.Tables.Contains(Landmark) || !session.Tables.Contains("schema_version"))
            throw StoreErrors.NotAStore(path, $"it is a database without the table '{Landmark}'");

        int version = VersionOf(session);
        if (version > Version)
            throw StoreErrors.TooNew(path, version, Version);
    }

    /// <summary>Makes an empty file a store, and an older one the newest, each step in a transaction of its own.</summary>
    public void Prepare(SqliteSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        // Two processes that switch a new file to WAL at once are refused without a wait, so we repeat it.
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

    /// <summary>Whether the file has all that <see cref="Prepare"/> would give it.</summary>
    public abstract bool IsCurrent(SqliteSession session);

    /// <summary>Whether the file holds nothing yet.</summary>
    public static bool IsEmpty(SqliteSession session) => session.Tables.Count == 0;

    /// <summary>Makes the tables.</summary>
    protected abstract void Create(SqliteSession session, TimeProvider time);

    /// <summary>Goes on from a version, which may be the newest. What is there already is not made again.</summary>
    protected abstract void Migrate(SqliteSession session, int version, TimeProvider time);

    /// <summary>Makes what this module keeps beside the shared schema, where it is missing.</summary>
    protected abstract void Extend(SqliteSession session);

    /// <summary>A text that is part of this assembly.</summary>
    protected static string Script(string name)
    {
        using Stream stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static int VersionOf(SqliteSession session) =>
        (int)(long)(session.Scalar("SELECT max(version) FROM schema_version") ?? 1L);

    private static void Step(SqliteSession session, TimeProvider time, Action step, CancellationToken cancellationToken)
    {
        session.BeginImmediate(time, cancellationToken);
        session.ReadShape(); // Another process may have taken the step while we waited.
        step();
        session.Commit();
        session.ReadShape();
    }
}
