using Marianne.Learning;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    private const string First = "0000000000000001";
    private const string Second = "0000000000000002";

    [Fact]
    public async Task A_workspace_is_in_the_cluster_that_it_was_last_assigned_to()
    {
        Assert.Null(await Store.GetClusterAsync(First, Cancellation));

        await Assign(First, "a");
        Tick();
        WorkspaceCluster assigned = await Assign(First, "b");

        Assert.Equal(new WorkspaceCluster(First, "b", Start.AddSeconds(1)), assigned);
        Assert.Equal(assigned, await Store.GetClusterAsync(First, Cancellation));
        Assert.Empty(await Store.ListClusterAsync("a", 10, Cancellation));
    }

    [Fact]
    public async Task The_workspaces_of_a_cluster_are_listed_newest_assignment_first()
    {
        await Assign(First, "a");
        Tick();
        await Assign(Second, "a");
        Assert.Equal([Second, First], (await Store.ListClusterAsync("a", 10, Cancellation)).Select(w => w.WorkspaceHash));

        Tick();
        await Assign(First, "a");
        Assert.Equal([First], (await Store.ListClusterAsync("a", 1, Cancellation)).Select(w => w.WorkspaceHash));
        Assert.Equal(2, (await Store.ListClusterAsync("a", long.MaxValue, Cancellation)).Count);
    }

    [Fact]
    public async Task The_clusters_are_listed()
    {
        Assert.Empty(await Store.ListClusterIdsAsync(Cancellation));

        await Store.SetClustersAsync(new Dictionary<string, string> { [First] = "b", [Second] = "a" }, Cancellation);

        Assert.Equal(["a", "b"], await Store.ListClusterIdsAsync(Cancellation));
    }

    [Theory]
    [InlineData("/work/space/1", "a")]
    [InlineData(First, "")]
    [InlineData(First, "a\nb")]
    public async Task An_invalid_assignment_is_rejected_and_none_is_written(string workspaceHash, string clusterId)
    {
        await Fails(
            MarianneError.InvalidRecord,
            () => Store.SetClustersAsync(
                new Dictionary<string, string> { [Second] = "a", [workspaceHash] = clusterId }, Cancellation).AsTask());

        Assert.Null(await Store.GetClusterAsync(Second, Cancellation));
    }

    private async Task<WorkspaceCluster> Assign(string workspaceHash, string clusterId) => Assert.Single(
        await Store.SetClustersAsync(new Dictionary<string, string> { [workspaceHash] = clusterId }, Cancellation));
}
