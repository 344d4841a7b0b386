using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Takes a path only of a text, or of a file or a folder. PowerShell would take the text of any object that is piped
/// in, before it looks whether the object has properties that fit better.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PathTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes wildcards, and a file must not be taken for one: <c>a[1].yaml</c>.</summary>
    public bool TakesWildcards { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            FileSystemInfo item => TakesWildcards ? WildcardPattern.Escape(item.FullName) : item.FullName,
            string or PathInfo or System.Collections.IList or null => inputData,
            _ => throw NotAPath(inputData),
        };
    }

    // A failed cast is what makes PowerShell go on with its other parameters.
    private static ArgumentTransformationMetadataException NotAPath(object value)
    {
        string message = $"'{value}' is not a path.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
