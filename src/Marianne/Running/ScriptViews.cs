using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>
/// The views of this module in the session of a script sheet. They are read when the first command is looked up that shows objects,
/// because most scripts show none, and reading the views takes as long as opening the session.
/// </summary>
internal static class ScriptViews
{
    /// <summary>Lets a session read views when it needs them.</summary>
    /// <param name="runspace">The session.</param>
    /// <param name="files">The files of the views.</param>
    public static void Defer(Runspace runspace, IReadOnlyCollection<string> files)
    {
        CommandInvocationIntrinsics commands = runspace.SessionStateProxy.InvokeCommand;
        commands.PostCommandLookupAction = (_, lookup) =>
        {
            if (!ShowsObjects(lookup.Command))
                return;

            commands.PostCommandLookupAction = null;
            Read(files);
        };
    }

    private static bool ShowsObjects(CommandInfo command) =>
        command is CmdletInfo { Verb: "Format" or "Out" or "Tee" } or CmdletInfo { Noun: "FormatData" };

    private static void Read(IReadOnlyCollection<string> files)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell
            .AddCommand("Microsoft.PowerShell.Utility\\Update-FormatData")
            .AddParameter("AppendPath", files)
            .AddParameter("WhatIf", false) // Whatever the preferences of the script are.
            .AddParameter("Confirm", false)
            .Invoke();
    }
}
