using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>
/// Opens the sessions of script sheets: the default commands of PowerShell and this module. Importing a module takes longer than
/// opening a session, so this one is imported once in a process, and each session starts with what the import brought.
/// </summary>
internal sealed class ScriptSession
{
    private static readonly Lazy<ScriptSession> Prepared = new(() => new ScriptSession(), LazyThreadSafetyMode.PublicationOnly);

    private readonly PSModuleInfo _module;
    private readonly InitialSessionState _state = InitialSessionState.CreateDefault2();

    private ScriptSession()
    {
        if (!File.Exists(ManifestPath))
            throw ConnectionErrors.IncompleteInstallation(ManifestPath);

        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        _module = Import(runspace, "Name", ManifestPath);

        foreach (string file in _module.ExportedTypeFiles)
            _state.Types.Add(new SessionStateTypeEntry(file)); // A file, so that Import-Module -Force can replace its members.
    }

    // A path, because the module may be outside PSModulePath.
    private static string ManifestPath => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(ScriptSession).Assembly.Location)!, "..", "Marianne.psd1"));

    /// <summary>Opens a session that runs on the calling thread.</summary>
    /// <param name="host">The host of the session.</param>
    public static Runspace Open(PSHost host)
    {
        ScriptSession session = Prepared.Value;
        Runspace runspace = RunspaceFactory.CreateRunspace(host, session._state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Import(runspace, "ModuleInfo", session.ModuleOf(runspace));
        ScriptViews.Defer(runspace, session._module.ExportedFormatFiles);
        return runspace;
    }

    /// <summary>Returns the module with variables of its own, as if the session had read it from its file.</summary>
    private PSModuleInfo ModuleOf(Runspace runspace)
    {
        Runspace? previous = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = runspace;
        try
        {
            PSModuleInfo module = _module.Clone();
            module.SessionState = new PSModuleInfo(linkToGlobal: true).SessionState;
            return module;
        }
        finally
        {
            Runspace.DefaultRunspace = previous;
        }
    }

    private static PSModuleInfo Import(Runspace runspace, string parameter, object module)
    {
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        return shell
            .AddCommand("Microsoft.PowerShell.Core\\Import-Module")
            .AddParameter(parameter, module)
            .AddParameter("PassThru")
            .AddParameter("ErrorAction", ActionPreference.Stop)
            .Invoke<PSModuleInfo>()[0];
    }
}
