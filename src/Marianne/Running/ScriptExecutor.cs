using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Plays scripts, each in a fresh runspace of its own in which nothing of the caller is visible.</summary>
/// <param name="jobs">Where the jobs are.</param>
/// <param name="values">The values of the <c>$using:</c> variables of the scripts, by name.</param>
/// <param name="time">The clock.</param>
internal sealed class ScriptExecutor(IJobStore jobs, IReadOnlyDictionary<string, object?> values, TimeProvider time) : ISheetExecutor
{
    /// <inheritdoc/>
    public bool CanPlay(ScoreSheet sheet) => sheet.Script is not null;

    /// <inheritdoc/>
    public async ValueTask<SheetExecution> ExecuteAsync(
        SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        Job? job = await jobs.LoadAsync(attempt.JobId, stop).ConfigureAwait(false);
        ScoreSheet sheet = attempt.Sheet;
        string given = sheet.Script!;
        string? file = sheet.HasScriptFile ? attempt.Score.FullPath(given.Trim()) : null;
        if (file is not null && !File.Exists(file))
            return SheetExecution.FileMissing(given, file);
        string workspace = attempt.Score.WorkspacePath;
        if (!Directory.Exists(workspace))
            return SheetExecution.WorkspaceMissing(given, workspace);

        using var environment = new SheetEnvironment(sheet.Environment);
        CommandResult result = await WatchedWork.RunAsync(
            (write, cancel) => RunAsync(attempt, job, file, write, cancel),
            attempt.Score.TimeoutOf(attempt.Number),
            attempt.Score.StaleDetection,
            onOutput,
            time,
            stop).ConfigureAwait(false);
        return new SheetExecution(given, result);
    }

    private Task<int> RunAsync(
        SheetAttempt attempt, Job? job, string? file, Action<string> write, CancellationToken cancel) =>
        Task.Factory.StartNew(
            () => Run(attempt, job, file, write, cancel),
            CancellationToken.None,
            TaskCreationOptions.LongRunning, // A script may run for hours: the pool's threads are for short work.
            TaskScheduler.Default);

    private int Run(SheetAttempt attempt, Job? job, string? file, Action<string> write, CancellationToken cancel)
    {
        var host = new ScriptHost();
        using Runspace runspace = RunspaceFactory.CreateRunspace(host, ScriptSession.Create());
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        runspace.SessionStateProxy.SetVariable("Sheet", job?.Sheets[attempt.Number - 1]);
        runspace.SessionStateProxy.SetVariable("Job", job);
        runspace.SessionStateProxy.SetVariable("Workspace", attempt.Score.WorkspacePath);
        runspace.SessionStateProxy.SetVariable("ErrorActionPreference", ActionPreference.Stop);
        foreach ((string name, object? value) in values)
            runspace.SessionStateProxy.SetVariable(UsingVariables.NameOf(name), value);
        runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(attempt.Score.WorkspacePath));

        var output = new ScriptOutput(write);
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        if (file is null)
            shell.AddScript(UsingVariables.Replace(attempt.Sheet.Script!));
        else
            shell.AddCommand(file);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);
        shell.AddCommand(new CmdletInfo("Write-SheetOutput", typeof(WriteSheetOutputCommand))).AddParameter("To", output);

        using CancellationTokenRegistration stopping = cancel.Register(() => shell.BeginStop(null, null));
        int exitCode = Invoke(shell, output);
        output.Flush(runspace);
        return exitCode != 0 ? exitCode : host.ExitCode ?? LastNativeExitCode(runspace);
    }

    /// <summary>Runs the script; 0 when no error ended it.</summary>
    private static int Invoke(PowerShell shell, ScriptOutput output)
    {
        try
        {
            shell.Invoke();
            return 0;
        }
        catch (PipelineStoppedException)
        {
            return 1; // Whoever stopped it knows.
        }
        catch (RuntimeException error)
        {
            output.Fail(error);
            return 1;
        }
    }

    private static int LastNativeExitCode(Runspace runspace) =>
        runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int exitCode ? exitCode : 0;
}
