using System.Data.Common;

namespace Marianne.Storage.Postgres;

/// <summary>Which server and which part of it a store is in, without what identifies the user.</summary>
/// <param name="Host">The host, or several.</param>
/// <param name="Port">The port.</param>
/// <param name="Database">The database.</param>
/// <param name="Schema">The schema.</param>
internal sealed record PostgresTarget(string Host, int Port, string Database, string Schema)
{
    /// <summary>Where the store is, as a connection string: <c>Host=db.example.org;Port=5432;Database=jobs;Schema=marianne</c>.</summary>
    public string Location { get; } = new DbConnectionStringBuilder
    {
        ["Host"] = Host,
        ["Port"] = Port,
        ["Database"] = Database,
        ["Schema"] = Schema,
    }.ConnectionString;

    /// <summary>Returns an error of this store.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="reason">What is wrong and what to do, without the last full stop.</param>
    public MarianneException Error(MarianneError kind, string reason) => new(
        kind, $"The database '{Database}' on the server '{Host}', port {Port}, cannot be used: {reason}.", Location);
}
