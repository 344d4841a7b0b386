namespace Marianne.Torture;

/// <summary>A kind of job store that survives a process.</summary>
/// <param name="Name">The name of the kind.</param>
/// <param name="FileName">The name of a store in a folder; <c>null</c> if it is on a server.</param>
internal sealed record StoreKind(string Name, string? FileName)
{
    /// <summary>An SQLite file.</summary>
    public static StoreKind Sqlite { get; } = new("SQLite", "state.db");

    /// <summary>A folder of JSON files.</summary>
    public static StoreKind Json { get; } = new("JSON", "jobs/");

    /// <summary>A schema on a PostgreSQL server.</summary>
    public static StoreKind Postgres { get; } = new("PostgreSQL", null);

    /// <summary>The kinds in files.</summary>
    public static IReadOnlyList<StoreKind> Files { get; } = [Sqlite, Json];

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<StoreKind> All { get; } = [Sqlite, Json, Postgres];

    /// <summary>The kinds that several workers can share.</summary>
    public static IReadOnlyList<StoreKind> Shared { get; } = [Sqlite, Postgres];

    /// <summary>The reason why there is no such store on this machine, or <c>null</c> if there can be.</summary>
    public string? WhyNone => this == Postgres ? TortureServer.Shared.WhyNone : null;
}
