using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of a limit across jobs that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class SheetLimitProperties
{
    /// <summary>The local time of the last change.</summary>
    public static DateTime GetUpdatedAt(PSObject instance) => StoredProperty.Live<SheetLimit>(instance).UpdatedAt.LocalDateTime;
}
