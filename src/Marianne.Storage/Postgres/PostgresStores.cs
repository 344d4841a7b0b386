using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Stores;

namespace Marianne.Storage.Postgres;

/// <summary>Creates the stores on a PostgreSQL server.</summary>
internal static class PostgresStores
{
    /// <summary>Creates a job store. Nothing is opened until it is used.</summary>
    public static IJobStore Jobs(ServerConnection server, TimeProvider time, IProcessList processes, Action<string> onWarning) =>
        new PostgresJobStore(new PostgresDatabase(PostgresOptions.Of(server), onWarning), time, processes);

    /// <summary>Creates a learning store. Nothing is opened until it is used.</summary>
    public static ILearningStore Learning(ServerConnection server, TimeProvider time, Action<string> onWarning) =>
        new PostgresLearningStore(new PostgresDatabase(PostgresOptions.Of(server), onWarning), time);
}
