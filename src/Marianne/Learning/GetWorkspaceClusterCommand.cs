using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>
/// <para>Gets the cluster that a workspace is in, or the workspaces of a cluster, newest assignment first.</para>
/// <para>A workspace that is in none gives nothing.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "WorkspaceCluster", DefaultParameterSetName = PathSet)]
[OutputType(typeof(WorkspaceCluster))]
public sealed class GetWorkspaceClusterCommand : LearningCmdlet
{
    private const string PathSet = "Path";
    private const string HashSet = "Hash";
    private const string ClusterSet = "Cluster";

    /// <summary>The folders of the workspaces. They need not exist. Folders can be piped in.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is not in the file system. The others go on.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string[] Workspace { get; set; } = [];

    /// <summary>The hashes of the workspaces, as outcomes have them: 16 hexadecimal digits in lower case.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is no such hash. The others go on.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [ValidateNotNullOrEmpty]
    public string[] WorkspaceHash { get; set; } = [];

    /// <summary>The clusters whose workspaces are listed, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClusterIdCompleter))]
    public string[] ClusterId { get; set; } = [];

    /// <summary>How many workspaces of a cluster to give at most. Default: all.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = long.MaxValue;

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ClusterSet:
                ForEach(ClusterId, cluster => WriteObject(
                    Wait(Learning.ListClusterAsync(cluster, First, StopToken)), enumerateCollection: true));
                break;
            case HashSet:
                ForEach(WorkspaceHash, Find);
                break;
            default:
                ForEach(Workspace, workspace => Find(HashOf(workspace)));
                break;
        }
    }

    private void Find(string hash)
    {
        if (!LearningHash.IsHash(hash))
            throw ParameterErrors.NotAHash(hash);
        if (Wait(Learning.GetClusterAsync(hash, StopToken)) is { } cluster)
            WriteObject(cluster);
    }
}
