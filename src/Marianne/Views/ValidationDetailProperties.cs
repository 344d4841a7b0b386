using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of a validation's result as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class ValidationDetailProperties
{
    /// <summary>The keys that this version does not know, as an object.</summary>
    public static object? GetOther(PSObject instance) =>
        StoredProperty.Live<ValidationDetail>(instance).Other is { } other
            ? JsonValue.ObjectOf([.. other.Select(member => (member.Key, JsonValue.Of(member.Value)))])
            : null;
}
