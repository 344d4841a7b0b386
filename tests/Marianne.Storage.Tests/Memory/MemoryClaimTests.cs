using Marianne.Jobs;
using Marianne.Storage.Memory;
using Marianne.Storage.Tests.Conformance;

namespace Marianne.Storage.Tests.Memory;

public sealed class MemoryClaimTests : SharedClaimConformance
{
    /// <summary>It has all sheets in memory.</summary>
    protected override int MostRead => int.MaxValue;

    protected override bool ListsSessions => false;

    protected override IJobStore CreateStore() => new MemoryJobStore(Time, Processes);
}
