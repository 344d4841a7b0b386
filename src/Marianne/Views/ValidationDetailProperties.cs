using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of the result of a validation that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class ValidationDetailProperties
{
    /// <summary>The keys that this version does not know as an object, or <c>null</c>.</summary>
    public static object? GetOther(PSObject instance) =>
        StoredProperty.Live<ValidationDetail>(instance).Other is { } other
            ? JsonValue.ObjectOf([.. other.Select(member => (member.Key, JsonValue.Of(member.Value)))])
            : null;
}
