using Marianne.Storage.Json;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Base class of tests of a JSON store. Each test has a folder of its own.</summary>
public abstract class JsonTestBase : IDisposable
{
    protected JsonTestBase() => Store = new JsonJobStore(Folder.Path, Time, Processes);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TemporaryFolder Folder { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero));

    protected FakeProcessList Processes { get; } = new();

    protected JsonJobStore Store { get; }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Folder.Dispose();
    }
}
