using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Puts workspaces into a cluster, in place of the one that they were in.</summary>
[Cmdlet(VerbsCommon.Set, "WorkspaceCluster", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(WorkspaceCluster))]
public sealed class SetWorkspaceClusterCommand : RecordCmdlet<KeyValuePair<string, string>, WorkspaceCluster>
{
    private const string PathSet = "Path";
    private const string HashSet = "Hash";

    /// <summary>
    /// Specifies the folder of the workspace. A relative path is resolved from the current location. The folder does
    /// not have to exist. Wildcards are not supported.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: it is empty, or not in the file system.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [PathText]
    [AllowEmptyString]
    public string Workspace { get; set; } = "";

    /// <summary>
    /// Specifies the hash of the workspace, as shown in outcomes: 16 hexadecimal digits in lower case.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: it is no such hash.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [AllowEmptyString]
    public string WorkspaceHash { get; set; } = "";

    /// <summary>
    /// Specifies the id of the cluster: 1 to 256 characters, no control characters. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: it cannot be one.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ClusterIdCompleter))]
    public string ClusterId { get; set; } = "";

    private protected override string Action => $"Put into the cluster '{ClusterId}'";

    private protected override KeyValuePair<string, string> Make()
    {
        string hash = ParameterSetName == HashSet ? WorkspaceHash : HashOf(Workspace);
        LearningValidator.CheckAssignment(hash, ClusterId);
        return new(hash, ClusterId);
    }

    private protected override string NameOf(KeyValuePair<string, string> record) =>
        ParameterSetName == HashSet ? $"workspace {record.Key}" : Workspace;

    private protected override ValueTask<IReadOnlyList<WorkspaceCluster>> RememberAsync(
        ILearningStore learning, IReadOnlyList<KeyValuePair<string, string>> records)
    {
        // A workspace that comes twice is where it was put last.
        var assignments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string hash, string cluster) in records)
            assignments[hash] = cluster;
        return learning.SetClustersAsync(assignments, StopToken);
    }
}
