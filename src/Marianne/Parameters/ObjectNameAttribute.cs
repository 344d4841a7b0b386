using System.Collections;
using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Base class for attributes that convert an object to its name. Binding by property name would take the <c>Name</c> of any object, such
/// as a job.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ObjectNameAttribute : ArgumentTransformationAttribute
{
    private const string Name = "Name";

    private readonly string _problem;
    private readonly string?[] _types;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="problem">What is wrong with any other object, as in <c>is not a limit. Specify a name.</c></param>
    /// <param name="types">The types of the objects that have such a name.</param>
    private protected ObjectNameAttribute(string problem, params Type[] types) =>
        (_problem, _types) = (problem, [.. types.Select(type => type.FullName)]);

    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null or string or ValueType => value!,
            IDictionary map => map[Name] ?? throw NoName(value),
            IEnumerable items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ => Find(PSObject.AsPSObject(inputData)) ?? throw NoName(value),
        };
    }

    private object? Find(PSObject value)
    {
        string? type = ModuleType.NameOf(value);
        bool canHaveName = type is null ? ModuleType.IsRow(value) : _types.Contains(type);
        return canHaveName ? value.Properties[Name]?.Value : null;
    }

    private ArgumentTransformationMetadataException NoName(object value) => new(TerminalText.Message($"'{value}' {_problem}"));
}
