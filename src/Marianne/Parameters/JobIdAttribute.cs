using System.Collections;
using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Converts an object to the id of a job: its property <c>JobId</c>, or its <c>Id</c> if it has no <c>JobId</c> and can be a job.
/// Binding by property name would prefer the parameter's own name, but the <c>Id</c> of an execution is not the id of its job.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class JobIdAttribute : ArgumentTransformationAttribute
{
    // A PowerShell job that runs a job of a store has the second property: its own Id is a number of the session.
    private static readonly string[] Names = ["JobId", "MarianneJobId"];

    /// <summary>
    /// Indicates whether an object without the id of a job is left to the other parameters that accept pipeline input. By
    /// default, it is an error.
    /// </summary>
    public bool LeavesOthers { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null or string or ValueType => value!,
            IDictionary map => Of(map) ?? throw NoId(value),
            IEnumerable items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => Find(PSObject.AsPSObject(inputData)) ?? throw NoId(value),
        };
    }

    /// <summary>Returns the id of the job that an object is or belongs to, or <c>null</c>.</summary>
    internal static object? Find(PSObject value) =>
        Names.Select(name => value.Properties[name]?.Value).FirstOrDefault(id => id is not null)
        ?? (value.Properties[nameof(Job.Id)]?.Value is { } id && CanBeJob(value, id) ? id : null);

    // Of the objects of this module, only a job has the id of a job. Of other objects, such as processes, a number is not one.
    private static bool CanBeJob(PSObject value, object id) => ModuleType.NameOf(value) is { } type
        ? type == typeof(Job).FullName
        : ModuleType.IsRow(value) || PowerShellValue.Unwrap(id) is string;

    // A hashtable for another parameter is a score, which has no id.
    private object? Of(IDictionary map) =>
        LeavesOthers ? null : Names.Append(nameof(Job.Id)).Select(name => map[name]).FirstOrDefault(id => id is not null);

    private ArgumentTransformationMetadataException NoId(object value)
    {
        string message = TerminalText.Message($"'{value}' is not a job: it has neither a JobId nor the Id of a job. "
            + "Specify an id, or an object with one of these properties.");

        // After a failed cast, PowerShell tries its other parameters.
        return new ArgumentTransformationMetadataException(
            message, LeavesOthers ? new PSInvalidCastException(message) : null);
    }
}
