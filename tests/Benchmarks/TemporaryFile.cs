using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>
/// A store in a temporary file on the disk of the artifacts, because a flush to a disk in memory costs nothing.
/// </summary>
/// <typeparam name="TStore">The type of the store.</typeparam>
internal abstract class TemporaryFile<TStore> : IAsyncDisposable
    where TStore : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _settings;

    /// <summary>Creates the folder of the file and opens the store.</summary>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="settings">The pragmas that the store sets for its connections.</param>
    /// <param name="open">Opens the store in a file.</param>
    protected TemporaryFile(string fileName, string settings, Func<string, TStore> open)
    {
        _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"store-{Guid.NewGuid():N}")).FullName;
        _settings = settings;
        FilePath = Path.Combine(_folder, fileName);
        Store = open(FilePath);
    }

    public string FilePath { get; }

    public TStore Store { get; protected set; }

    /// <summary>Opens a plain connection with the same settings as the store.</summary>
    public SqliteConnection OpenBare()
    {
        var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = _settings;
        command.ExecuteNonQuery();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }
}
