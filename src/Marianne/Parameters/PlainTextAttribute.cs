using System.Collections;
using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Accepts only strings and simple values such as numbers. PowerShell would convert any object from the pipeline to text if it has
/// no property that matches a parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PlainTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value is null or string or ValueType or IList ? inputData : throw NotText(value);
    }

    // After a failed cast, PowerShell tries its other parameters.
    private static ArgumentTransformationMetadataException NotText(object value)
    {
        string message = $"'{value}' is not a text.";
        return new ArgumentTransformationMetadataException(TerminalText.Message(message), new PSInvalidCastException(message));
    }
}
