using Marianne.Jobs;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>A job store in an SQLite file, which other implementations can read and write as well.</summary>
public sealed class SqliteJobStore : RelationalJobStore
{
    /// <summary>Creates the store. The file is opened on first use.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="processes">The processes of this machine.</param>
    public SqliteJobStore(string path, TimeProvider time, IProcessList processes)
        : this(new SqliteDatabase(path, new JobSchema(), time), time, processes)
    {
    }

    /// <summary>Creates the store of a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="processes">The processes of this machine.</param>
    internal SqliteJobStore(SqliteDatabase database, TimeProvider time, IProcessList processes)
        : base(database, time, processes, new DamagedJobListing(database, new LeaseClock(time, processes)))
    {
    }
}
