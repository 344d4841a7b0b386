namespace Marianne.Storage.Postgres;

/// <summary>Which server and which part of it a store is in, without what identifies the user.</summary>
/// <param name="Host">The host, or several.</param>
/// <param name="Port">The port.</param>
/// <param name="Database">The database.</param>
/// <param name="Schema">The schema.</param>
internal sealed record PostgresTarget(string Host, int Port, string Database, string Schema)
{
    /// <summary>Where the store is, for people: <c>postgresql://db.example.org:5432/jobs/marianne</c>.</summary>
    public string Location => $"postgresql://{Host}:{Port}/{Database}/{Schema}";

    /// <summary>Returns an error of this store.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="reason">What is wrong and what to do, without the last full stop.</param>
    public MarianneException Error(MarianneError kind, string reason) => new(
        kind, $"The database '{Database}' on the server '{Host}', port {Port}, cannot be used: {reason}.", Location);
}
