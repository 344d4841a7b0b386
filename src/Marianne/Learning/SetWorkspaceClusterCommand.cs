using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Assigns workspaces to a cluster.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "WorkspaceCluster",
    SupportsShouldProcess = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Set-WorkspaceCluster.md")]
[OutputType(typeof(WorkspaceCluster))]
public sealed class SetWorkspaceClusterCommand : RecordCmdlet<KeyValuePair<string, string>, WorkspaceCluster>
{
    private const string PathSet = "Path";
    private const string HashSet = "Hash";

    /// <summary>
    /// Specifies the folder of the workspace. A relative path is resolved from the current location. The folder does
    /// not have to exist. Wildcards are not supported.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the path is empty or not in the file system.</exception>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [PathText(TakesScores = true)]
    [AllowEmptyString]
    public string Workspace { get; set; } = "";

    /// <summary>
    /// Specifies the hash of the workspace, as shown in outcomes: 16 hexadecimal digits in lower case.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the value is not a valid hash.</exception>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [AllowEmptyString]
    public string WorkspaceHash { get; set; } = "";

    /// <summary>
    /// Specifies the id of the cluster: 1 to 256 characters, no control characters. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the id is not valid.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ClusterIdCompleter))]
    public string ClusterId { get; set; } = "";

    private protected override string Action => $"Assign to the cluster '{ClusterId}'";

    private protected override KeyValuePair<string, string> CreateRecord()
    {
        string hash = ParameterSetName == HashSet ? WorkspaceHash : HashOf(Workspace);
        LearningValidator.CheckAssignment(hash, ClusterId);
        return new(hash, ClusterId);
    }

    private protected override string NameOf(KeyValuePair<string, string> record) =>
        ParameterSetName == HashSet ? $"workspace {record.Key}" : Workspace;

    private protected override ValueTask<IReadOnlyList<WorkspaceCluster>> RecordAsync(
        ILearningStore learning, IReadOnlyList<KeyValuePair<string, string>> records)
    {
        // The last assignment of a workspace wins.
        var assignments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string hash, string cluster) in records)
            assignments[hash] = cluster;
        return learning.SetClustersAsync(assignments, StopToken);
    }
}
