using System.Management.Automation;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Accepts only strings, files and folders as paths. PowerShell would convert any object from the pipeline to text, before it
/// checks whether the object has properties that match other parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PathTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Indicates whether the parameter supports wildcards, so that the path of a file such as <c>a[1].yaml</c> must be escaped.
    /// The default is <c>false</c>.
    /// </summary>
    public bool TakesWildcards { get; set; }

    /// <summary>
    /// Indicates whether a score is accepted for its workspace. Its property <c>Workspace</c> would be resolved from the current
    /// location instead of its folder. The default is <c>false</c>.
    /// </summary>
    public bool TakesScores { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            FileSystemInfo item => TakesWildcards ? WildcardPattern.Escape(item.FullName) : item.FullName,
            Score score when TakesScores => score.WorkspacePath,
            string or PathInfo or System.Collections.IList or null => inputData,
            _ => throw NotAPath(inputData),
        };
    }

    // After a failed cast, the parameter binder tries the other parameters.
    private static ArgumentTransformationMetadataException NotAPath(object value)
    {
        string message = TerminalText.Message($"'{value}' is not a valid path. Specify a text, a file or a folder.");
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
