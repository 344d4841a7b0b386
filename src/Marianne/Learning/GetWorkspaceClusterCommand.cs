using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the cluster of a workspace, or the workspaces of a cluster.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "WorkspaceCluster",
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Get-WorkspaceCluster.md")]
[OutputType(typeof(WorkspaceCluster))]
public sealed class GetWorkspaceClusterCommand : LearningCmdlet
{
    private const string PathSet = "Path";
    private const string HashSet = "Hash";
    private const string ClusterSet = "Cluster";

    /// <summary>
    /// Specifies the folders of the workspaces. Relative paths are resolved from the current location. The folders do
    /// not have to exist. Wildcards are not supported.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: a path is not in the file system. The others are processed.
    /// </exception>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [PathText(TakesScores = true)]
    [ValidateNotNullOrEmpty]
    public string[] Workspace { get; set; } = [];

    /// <summary>
    /// Specifies the hashes of the workspaces, as shown in outcomes: 16 hexadecimal digits in lower case.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: a value is not a valid hash. The others are processed.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [ValidateNotNullOrEmpty]
    public string[] WorkspaceHash { get; set; } = [];

    /// <summary>
    /// Specifies the ids of the clusters whose workspaces are listed, newest assignment first. Wildcards are not
    /// supported. Tab completion is available.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClusterIdCompleter))]
    public string[] ClusterId { get; set; } = [];

    /// <summary>Specifies the maximum number of objects to get. The default is all objects.</summary>
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
