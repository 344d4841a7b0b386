using System.Collections;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Takes the id of a job out of any object that has one: its <c>JobId</c>, else its <c>Id</c>. Binding by property
/// name would look for the parameter's own name first, and the <c>Id</c> of an execution is not its job's.
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
        $"'{value}' is not a job: it has neither a JobId nor an Id.");
}
