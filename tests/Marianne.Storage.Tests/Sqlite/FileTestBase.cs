using Marianne.Stores;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Base class of tests of stores in a file. Each test has a folder of its own.</summary>
/// <param name="fileName">The name of the store's file.</param>
public abstract class FileTestBase<TStore>(string fileName) : IAsyncLifetime
    where TStore : class, IStore
{
    private readonly List<TStore> _stores = [];

    protected TemporaryFolder Folder { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 1, 7, 5, 9, TimeSpan.Zero));

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string FilePath => Folder[fileName];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (TStore store in _stores)
            await store.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Creates a store in a file.</summary>
    protected abstract TStore CreateStore(string path);

    /// <summary>Creates a store that is closed after the test.</summary>
    protected TStore Open(string? path = null)
    {
        TStore store = CreateStore(path ?? FilePath);
        _stores.Add(store);
        return store;
    }

    /// <summary>Copies a database of the Python implementation to the store's file and returns its path.</summary>
    protected string Fixture(string name)
    {
        File.Copy(Fixtures.PathOf(name), FilePath);
        return FilePath;
    }

    /// <summary>
    /// Asserts that opening, reading and writing fail with an error that names the file, and that the file is not changed.
    /// </summary>
    protected async Task<MarianneException> IsRejected(MarianneError expected, Func<TStore, Task> read, Func<TStore, Task> write)
    {
        byte[] before = File.ReadAllBytes(FilePath);
        TStore store = Open();

        await Fails(expected, () => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        await Fails(expected, () => read(store));
        MarianneException error = await Fails(expected, () => write(store));
        await store.DisposeAsync();

        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(FilePath));
        return error;
    }

    /// <summary>
    /// Changes an attribute of the file, for example <c>+i</c>: not even the superuser can write an immutable file.
    /// </summary>
    protected bool Attribute(string change) => TinyDisk.Run("chattr", change, FilePath);
}
