using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The base class of tests that start the worker in a folder with a score and a home folder of its own.</summary>
public abstract class WorkerTestBase : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("marianne-worker-").FullName;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected string Home => Path.Combine(Folder, "home");

    /// <summary>The connection string of the server that has the stores; <c>null</c> if they are files in the home folder.</summary>
    private protected string? Connection { get; set; }

    private protected string Workspace => Path.Combine(Folder, "out");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a score.</summary>
    private protected void WriteScore(string text, string name = "score.yaml") =>
        File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Starts the worker.</summary>
    private protected WorkerProcess Start(params string[] arguments) => new(Folder, Home, arguments, connection: Connection);

    /// <summary>Starts the worker and waits until it ends.</summary>
    private protected async Task<WorkerResult> RunAsync(params string[] arguments)
    {
        using WorkerProcess worker = Start(arguments);
        return await worker.WaitForExitAsync(Cancellation);
    }

    /// <summary>Returns the jobs in the default store, newest first.</summary>
    private protected async Task<Job[]> JobsAsync()
    {
        await using IJobStore store = OpenStore();
        return await store.ListAsync(new JobQuery(), Cancellation).ToArrayAsync(Cancellation);
    }

    /// <summary>Opens the default job store.</summary>
    private protected IJobStore OpenStore() => Connection is null
        ? OpenStore(Path.Combine(Home, "state.db"))
        : OpenStore(StoreLocation.OfServer(new ServerConnection(Connection)));

    /// <summary>Opens a job store in files.</summary>
    private protected static IJobStore OpenStore(string path) => OpenStore(StoreLocation.Of(path));

    private static IJobStore OpenStore(StoreLocation location) =>
        new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, _ => { }).Create(location);

    /// <summary>Reads a file that a sheet wrote to the workspace.</summary>
    private protected string ReadOutput(string file) => File.ReadAllText(Path.Combine(Workspace, file)).Trim();
}
