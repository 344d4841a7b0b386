using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that read scores from files, hashtables and objects.</summary>
public abstract class ScoreCmdlet : MarianneCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputSet = "InputObject";

    private protected ScoreCmdlet()
    {
    }

    /// <summary>
    /// Specifies the paths of the score files: YAML (.yaml, .yml), JSON (.json) or PowerShell data (.psd1). Wildcards
    /// are supported.
    /// </summary>
    /// <exception cref="MarianneException">ScoreNotFound, ScoreUnreadable or ScoreInvalid: there is no valid score.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [PathText(TakesWildcards = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Specifies the paths of the score files: YAML (.yaml, .yml), JSON (.json) or PowerShell data (.psd1). Wildcards
    /// are not supported.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Specifies a score, or a hashtable or object with the keys of a score file, such as an object from
    /// ConvertFrom-Json. A script block is converted to its text; a script block in place of a sheet becomes the script
    /// of the sheet. Relative paths are resolved from the current folder.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ScoreTransformation]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    private protected sealed override void Process()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ForEach(Path, path => ForEach(ScoreFiles(path), file => Handle(ScoreReaders.Read(file))));
                break;
            case LiteralPathSet:
                ForEach(LiteralPath, path => Handle(ScoreReaders.Read(FullPath(path))));
                break;
            default:
                Handle(ScoreObjectReader.ReadScore(InputObject!, SessionState.Path.CurrentFileSystemLocation.ProviderPath));
                break;
        }
    }

    private IReadOnlyList<string> ScoreFiles(string path) =>
        FullPaths(path) is [_, ..] files ? files : throw ScoreErrors.NoMatch(path);

    /// <summary>Processes a score.</summary>
    private protected abstract void Handle(ScoreReadResult result);
}
