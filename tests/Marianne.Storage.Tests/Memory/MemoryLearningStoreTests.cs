using Marianne.Learning;
using Marianne.Storage.Memory;
using Marianne.Storage.Tests.Conformance;
using Xunit;

namespace Marianne.Storage.Tests.Memory;

public sealed class MemoryLearningStoreTests : LearningStoreConformance
{
    protected override ILearningStore CreateStore() => new MemoryLearningStore(Time);

    [Fact]
    public void It_has_no_location() => Assert.Null(Store.Location);
}
