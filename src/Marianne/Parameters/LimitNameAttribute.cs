using System.Collections;
using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>
/// Converts an object to the name of a limit across jobs. Binding by property name would take the <c>Name</c> of any object, such as a job.
/// An instrument has the name of its limit.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class LimitNameAttribute : ArgumentTransformationAttribute
{
    private static readonly string?[] Named = [typeof(SheetLimit).FullName, typeof(Instruments.Instrument).FullName];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null or string or ValueType => value!,
            IDictionary map => map[nameof(SheetLimit.Name)] ?? throw NoName(value),
            IEnumerable items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => Find(PSObject.AsPSObject(inputData)) ?? throw NoName(value),
        };
    }

    private static object? Find(PSObject value)
    {
        string? type = ModuleType.NameOf(value);
        bool canBeLimited = type is null ? ModuleType.IsRow(value) : Named.Contains(type);
        return canBeLimited ? value.Properties[nameof(SheetLimit.Name)]?.Value : null;
    }

    private static ArgumentTransformationMetadataException NoName(object value) => new ArgumentTransformationMetadataException(
        $"'{value}' is neither a limit nor an instrument. Specify a name, or an object from Get-MarianneLimit or Get-MarianneInstrument.");
}
