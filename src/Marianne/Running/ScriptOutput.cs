using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Marianne.Commands;

/// <summary>
/// What a script sheet writes, as text. Texts are written as they are; objects are gathered until there is a text again, and
/// then shown as a prompt would show them.
/// </summary>
/// <param name="write">Gets the text.</param>
internal sealed class ScriptOutput(Action<string> write)
{
    private const int MostGathered = 100;
    private const string Show = "param($Objects) $Objects | Out-String -Stream -Width 120";

    private readonly List<object?> _gathered = [];

    /// <summary>Takes an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="shell">Runs commands where the script runs.</param>
    public void Add(PSObject item, CommandInvocationIntrinsics shell)
    {
        if (item.BaseObject is string text)
        {
            Flush(shell);
            WriteLine(text);
            return;
        }

        _gathered.Add(item);
        if (_gathered.Count == MostGathered)
            Flush(shell);
        else
            write(""); // It is a sign of life.
    }

    /// <summary>Shows what was gathered.</summary>
    public void Flush(CommandInvocationIntrinsics shell)
    {
        if (_gathered.Count == 0)
            return;

        object?[] objects = Take();
        foreach (PSObject line in shell.InvokeScript(useLocalScope: true, ScriptBlock.Create(Show), null, [objects]))
            WriteLine(line.ToString());
    }

    /// <summary>Shows what was gathered by a script that has ended.</summary>
    public void Flush(Runspace runspace)
    {
        if (_gathered.Count == 0 || runspace.RunspaceStateInfo.State != RunspaceState.Opened)
            return;

        using PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        foreach (PSObject line in shell.AddScript(Show).AddArgument(Take()).Invoke())
            WriteLine(line.ToString());
    }

    /// <summary>Shows the error that ended the script.</summary>
    public void Fail(RuntimeException error)
    {
        string where = error.ErrorRecord.InvocationInfo?.PositionMessage ?? "";
        WriteLine($"{error.Message}{Environment.NewLine}{where}".TrimEnd());
    }

    private void WriteLine(string text) => write(text + Environment.NewLine);

    private object?[] Take()
    {
        object?[] objects = [.. _gathered];
        _gathered.Clear();
        return objects;
    }
}
