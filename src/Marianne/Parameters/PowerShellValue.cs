using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>A value as PowerShell passes it: it may be wrapped in a <see cref="PSObject"/>.</summary>
internal static class PowerShellValue
{
    /// <summary>
    /// Returns the value without its wrapper. A custom object, which has no other value, becomes a
    /// <see cref="PSCustomObject"/>.
    /// </summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
