using Marianne.Jobs;
using Marianne.Storage.Memory;
using Marianne.Storage.Tests.Conformance;

namespace Marianne.Storage.Tests.Memory;

public sealed class MemoryClaimTests : SharedClaimConformance
{
    protected override IJobStore CreateStore() => new MemoryJobStore(Time, Processes);
}
