using System.Collections;
using System.Management.Automation;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Accepts a score, a hashtable or an object such as one from ConvertFrom-Json. Any other value, such as a deserialized job, is left to the other
/// parameters that accept pipeline input.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ScoreTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Indicates whether the parameter accepts a list of scores.</summary>
    public bool AcceptsList { get; set; }

    /// <summary>
    /// Indicates whether objects that can be jobs are rejected. A deserialized job has sheets too, but also an id, which a
    /// score does not have.
    /// </summary>
    public bool RejectsJobs { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            Score or IDictionary => value,
            PSCustomObject when !CanBeScore(PSObject.AsPSObject(inputData)) => throw NotAScore(value),
            PSCustomObject when !RejectsJobs || (Has(inputData, "sheets") && !Has(inputData, "id")) => inputData,
            IList items when AcceptsList => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => throw NotAScore(value),
        };
    }

    private static bool CanBeScore(PSObject value) => ModuleType.IsRow(value) && ModuleType.NameOf(value) is null;

    private static bool Has(object value, string name) => PSObject.AsPSObject(value).Properties[name] is not null;

    // After a failed cast, PowerShell tries its other parameters.
    private static ArgumentTransformationMetadataException NotAScore(object? value)
    {
        string message = TerminalText.Message(
            $"'{value}' is not a score. Pass a score from Import-MarianneScore, or a hashtable.");
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
