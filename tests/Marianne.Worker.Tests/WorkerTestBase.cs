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
    private protected WorkerProcess Start(params string[] arguments) => new(Folder, Home, arguments);

    /// <summary>Starts the worker and waits until it ends.</summary>
    private protected async Task<WorkerResult> RunAsync(params string[] arguments)
    {
        using WorkerProcess worker = Start(arguments);
        return await worker.WaitForExitAsync(Cancellation);
    }

    /// <summary>Returns the jobs in the default store, newest first.</summary>
    private protected async Task<Job[]> JobsAsync()
    {
        await using IJobStore store = OpenStore(Path.Combine(Home, "state.db"));
        return await store.ListAsync(new JobQuery(), Cancellation).ToArrayAsync(Cancellation);
    }

    /// <summary>Opens a job store.</summary>
    private protected static IJobStore OpenStore(string path) =>
        new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, _ => { }).Create(StoreLocation.Of(path));

    /// <summary>Reads a file that a sheet wrote to the workspace.</summary>
    private protected string ReadOutput(string file) => File.ReadAllText(Path.Combine(Workspace, file)).Trim();
}
