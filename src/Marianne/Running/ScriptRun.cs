using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Marianne.Executors;
using Marianne.Processes;

namespace Marianne.Commands;

/// <summary>Runs a script once, on the calling thread.</summary>
/// <param name="attempt">The attempt that runs the script.</param>
/// <param name="file">The script file, or <c>null</c> if the sheet contains the script.</param>
/// <param name="input">What the script sees of its job and its item.</param>
/// <param name="write">Receives the output.</param>
/// <param name="time">The clock.</param>
internal sealed class ScriptRun(SheetAttempt attempt, string? file, ScriptInput input, Action<string> write, TimeProvider time)
{
    private readonly ScriptHost _host = new(write);
    private Task _programsEnded = Task.CompletedTask;

    /// <summary>The cause of the failure in one line, or <c>null</c> if no error ended the script.</summary>
    public string? Cause { get; private set; }

    /// <summary>
    /// The response in the error that ended the script or, if it succeeded, in an error that was the last that it wrote; <c>null</c> if
    /// there is none.
    /// </summary>
    public ScriptResponse? Response { get; private set; }

    /// <summary>What the script wrote, as JSON; <c>null</c> if there is nothing, or if it is not kept.</summary>
    public string? Value { get; private set; }

    /// <summary>Indicates whether the script wrote more than a value can be.</summary>
    public bool IsValueTooLarge { get; private set; }

    /// <summary>Runs the script until it ends.</summary>
    /// <param name="store">The store that the script is connected to.</param>
    /// <param name="values">The values of the <c>$using:</c> variables, by name.</param>
    /// <param name="cancel">A token to stop the script and the programs that it runs.</param>
    /// <returns>The exit code, 0 for success.</returns>
    public int Run(MarianneStore store, IReadOnlyDictionary<string, object?> values, CancellationToken cancel)
    {
        using Runspace runspace = ScriptSession.Open(_host);
        Connections.Lend(store, runspace);
        Prepare(runspace.SessionStateProxy, values);

        using BlockOutput? block = attempt.Score.IsForEach ? new BlockOutput() : null;
        using var output = new ScriptOutput(write) { Block = block };
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        AddScript(shell, output);

        // PowerShell ignores a stop request that arrives before the pipeline runs.
        shell.InvocationStateChanged += (_, change) =>
        {
            if (change.InvocationStateInfo.State == PSInvocationState.Running && cancel.IsCancellationRequested)
                shell.BeginStop(null, null);
        };

        var programs = ThreadProcessTracker.OfThisThread();
        int exitCode;
        using (cancel.Register(() => Stop(shell, programs)))
            exitCode = Invoke(shell, output, runspace);
        (Value, IsValueTooLarge) = exitCode == 0 ? (block is { IsTooLarge: false } ? block.ToJson() : null, block?.IsTooLarge == true) : (null, false);
        _programsEnded.Wait(CancellationToken.None);
        return exitCode != 0 ? exitCode : _host.ExitCode ?? LastNativeExitCode(runspace);
    }

    private void Prepare(SessionStateProxy session, IReadOnlyDictionary<string, object?> values)
    {
        foreach ((string name, object? value) in input.Variables())
            session.SetVariable(name, value);
        session.SetVariable("Workspace", attempt.Score.WorkspacePath);
        session.SetVariable("Parameters", ParameterTable.Of(attempt.Score.Values));
        session.SetVariable("Inputs", InputTable.Of(attempt.Inputs, input.ItemsOfInputs));
        session.SetVariable("Approval", attempt.Approval is { } approval ? new MarianneApproval(approval) : null);
        session.SetVariable("Denial", attempt.Denial);
        session.SetVariable("ErrorActionPreference", ActionPreference.Stop);
        foreach ((string name, object? value) in values)
            session.SetVariable(UsingVariables.NameOf(name), value);
        session.Path.SetLocation(WildcardPattern.Escape(attempt.Score.WorkspacePath));
    }

    private void AddScript(PowerShell shell, ScriptOutput output)
    {
        if (file is null)
            shell.AddScript(UsingVariables.Replace(attempt.Sheet.Script!));
        else
            shell.AddCommand(file);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);
        shell.AddCommand(new CmdletInfo("Write-SheetOutput", typeof(WriteSheetOutputCommand))).AddParameter("To", output);
    }

    /// <summary>
    /// Stops the script. PowerShell ends only the program that it waits for, so the child processes of that program are found
    /// first.
    /// </summary>
    private void Stop(PowerShell shell, ThreadProcessTracker programs)
    {
        programs.Find();
        shell.BeginStop(null, null);
        _programsEnded = programs.EndAsync(time);
    }

    /// <summary>Runs the pipeline, and returns 0 unless an error ended it.</summary>
    private int Invoke(PowerShell shell, ScriptOutput output, Runspace runspace)
    {
        try
        {
            shell.Invoke();
            Response = output.LastError is { } last ? ScriptResponse.Of(last) : null;
            return 0;
        }
        catch (Exception error) when (error is PipelineStoppedException or InvalidPowerShellStateException)
        {
            return 1; // The runner stopped the script and reports why.
        }
        catch (Exception error) when (error is IContainsErrorRecord)
        {
            ErrorRecord record = ((IContainsErrorRecord)error).ErrorRecord;
            Cause = ScriptFailure.CauseOf(record);
            Response = ScriptResponse.OfFailure(
                record, attempt.Sheet.Script!, runspace.SessionStateProxy.GetVariable("Error") as IList);
            output.Fail(record, runspace);
            return 1;
        }
    }

    private static int LastNativeExitCode(Runspace runspace) =>
        runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int exitCode ? exitCode : 0;
}
