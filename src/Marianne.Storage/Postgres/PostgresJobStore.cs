using Marianne.Jobs;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>A job store on a PostgreSQL server, which several hosts share.</summary>
public sealed class PostgresJobStore : RelationalJobStore
{
    internal PostgresJobStore(PostgresDatabase database, TimeProvider time, IProcessList processes)
        : base(database, time, processes, hints: database.Hints)
    {
    }
}
