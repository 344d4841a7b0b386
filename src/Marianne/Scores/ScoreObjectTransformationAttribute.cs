using System.Collections;
using System.Management.Automation;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>
/// Takes scores, hashtables, and objects that have sheets and no id: a job has both, and is none. Anything else leaves the
/// pipeline's object to the other parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ScoreObjectTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            Score or IDictionary => value,
            PSCustomObject when Has(inputData, "sheets") && !Has(inputData, "id") => inputData,
            IList items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => throw NoScore(value),
        };
    }

    private static bool Has(object value, string name) => PSObject.AsPSObject(value).Properties[name] is not null;

    // A failed cast is what makes PowerShell go on with its other parameters.
    private static ArgumentTransformationMetadataException NoScore(object? value)
    {
        string message = $"'{value}' is no score: give one of Import-MarianneScore, or a hashtable.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
