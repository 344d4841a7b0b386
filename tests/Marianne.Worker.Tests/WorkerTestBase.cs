using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>A folder in which a score is, and the stores of the machine as the worker sees them.</summary>
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

    /// <summary>Writes a score, by the name of score.yaml when no other is given.</summary>
    private protected void WriteScore(string text, string name = "score.yaml") =>
        File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Starts the worker.</summary>
    private protected WorkerProcess Start(params string[] arguments) => new(Folder, Home, arguments);

    /// <summary>Runs the worker to its end.</summary>
    private protected async Task<WorkerResult> RunAsync(params string[] arguments)
    {
        using WorkerProcess worker = Start(arguments);
        return await worker.EndAsync(Cancellation);
    }

    /// <summary>The jobs of the machine, newest first.</summary>
    private protected async Task<Job[]> JobsAsync()
    {
        await using IJobStore store = new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance)
            .Create(StoreLocation.Of(Path.Combine(Home, "state.db")));
        return await store.ListAsync(new JobQuery(), Cancellation).ToArrayAsync(Cancellation);
    }

    /// <summary>What a sheet left in the workspace.</summary>
    private protected string Left(string file) => File.ReadAllText(Path.Combine(Workspace, file)).Trim();
}
