using Marianne.Learning;
using Marianne.Storage.Memory;
using Marianne.Storage.Tests.Conformance;
using Xunit;

namespace Marianne.Storage.Tests;

public sealed class MemoryLearningStoreTests : LearningStoreConformance
{
    protected override ILearningStore CreateStore() => new MemoryLearningStore(Time);

    [Fact]
    public void It_is_nowhere() => Assert.Null(Store.Location);
}
