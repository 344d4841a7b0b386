using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>What a script sheet finds in its runspace: PowerShell's own commands and this module.</summary>
internal static class ScriptSession
{
    private static readonly string Manifest = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(ScriptSession).Assembly.Location)!, "..", "Marianne.psd1"));

    /// <summary>A state to open a runspace with.</summary>
    public static InitialSessionState Create()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Manifest]); // By its path: it need not be where modules are looked for.
        return state;
    }
}
