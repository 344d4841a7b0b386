using Xunit;

namespace Marianne.Runner.Tests;

/// <summary>Base class of tests with a folder of their own, which is deleted after each test.</summary>
public abstract class WorkFolder : IDisposable
{
    private static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(1);

    protected string Folder { get; } = Directory.CreateTempSubdirectory("marianne-test-").FullName;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string At(string name) => Path.Combine(Folder, name);

    protected string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>Waits until a command has written a file.</summary>
    protected async Task UntilWrittenAsync(string name)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(FileTimeout);
        while (!File.Exists(At(name)))
            await Task.Delay(5, timeout.Token);
    }
}
