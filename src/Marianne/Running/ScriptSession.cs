using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>Creates the session state of script sheets: the default commands of PowerShell and this module.</summary>
internal static class ScriptSession
{
    private static readonly string Manifest = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(ScriptSession).Assembly.Location)!, "..", "Marianne.psd1"));

    /// <summary>Creates a session state.</summary>
    public static InitialSessionState Create()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Manifest]); // By path, because the module may be outside PSModulePath.
        return state;
    }
}
