using System.Collections;
using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>
/// Converts an object to the name of a circuit breaker. Binding by property name would take the <c>Name</c> of any object, such as
/// a job.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CircuitNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null or string or ValueType => value!,
            IDictionary map => map[nameof(CircuitBreakerStatus.Name)] ?? throw NoName(value),
            IEnumerable items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => Find(PSObject.AsPSObject(inputData)) ?? throw NoName(value),
        };
    }

    private static object? Find(PSObject value)
    {
        string? type = ModuleType.NameOf(value);
        bool canBeCircuit = type is null ? ModuleType.IsRow(value) : type == typeof(CircuitBreakerStatus).FullName;
        return canBeCircuit ? value.Properties[nameof(CircuitBreakerStatus.Name)]?.Value : null;
    }

    private static ArgumentTransformationMetadataException NoName(object value) => new ArgumentTransformationMetadataException(
        $"'{value}' is not a circuit breaker. Specify a name, or an object from Get-MarianneCircuitBreaker.");
}
