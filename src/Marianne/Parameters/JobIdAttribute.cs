using System.Collections;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Converts an object to the id of a job: its property <c>JobId</c>, or its <c>Id</c> if it has no <c>JobId</c>. Binding by
/// property name would prefer the parameter's own name, but the <c>Id</c> of an execution is not the id of its job.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class JobIdAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Names = ["JobId", "Id"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null or string or ValueType => value!,
            IDictionary map => Names.Select(name => map[name]).FirstOrDefault(id => id is not null) ?? throw NoId(value),
            IEnumerable items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => IdOf(PSObject.AsPSObject(inputData)) ?? throw NoId(value),
        };
    }

    private static object? IdOf(PSObject value) =>
        Names.Select(name => value.Properties[name]?.Value).FirstOrDefault(id => id is not null);

    private static ArgumentTransformationMetadataException NoId(object value) => new ArgumentTransformationMetadataException(
        $"'{value}' is not a job: it has neither a JobId nor an Id. Specify an id, or an object with one of these properties.");
}
