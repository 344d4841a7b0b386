using Marianne.Jobs;
using Marianne.Storage.Memory;
using Marianne.Storage.Tests.Conformance;
using Xunit;

namespace Marianne.Storage.Tests.Memory;

public sealed class MemoryJobStoreTests : JobStoreConformance
{
    protected override IJobStore CreateStore() => new MemoryJobStore(Time, Processes);

    protected override IJobStore CreateSecondStore() => Store;

    [Fact]
    public void It_has_no_location() => Assert.Null(Store.Location);
}
