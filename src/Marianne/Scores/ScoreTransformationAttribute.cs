using System.Collections;
using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>
/// Takes a score, a hashtable, or an object such as ConvertFrom-Json makes. Anything else leaves the pipeline's object to
/// the other parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ScoreTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is Score or IDictionary or PSCustomObject ? inputData : throw NoScore(value);
    }

    // A failed cast is what makes PowerShell go on with its other parameters.
    private static ArgumentTransformationMetadataException NoScore(object? value)
    {
        string message = $"'{value}' is no score: give a hashtable.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
