using Marianne.Executors;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Commands;

/// <summary>Runs scripts, each in a new runspace that is isolated from the session of the caller.</summary>
/// <param name="store">The store of the run, to which the scripts are connected.</param>
/// <param name="values">The values of the <c>$using:</c> variables of the scripts, by name.</param>
/// <param name="time">The clock.</param>
internal sealed class ScriptExecutor(
    MarianneStore store, IReadOnlyDictionary<string, object?> values, TimeProvider time) : ISheetExecutor
{
    /// <inheritdoc/>
    public bool CanRun(ScoreSheet sheet) => sheet.Script is not null;

    /// <inheritdoc/>
    public async ValueTask<AttemptResult> ExecuteAsync(
        SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        ScoreSheet sheet = attempt.Sheet;
        string script = sheet.Script!;
        string? file = sheet.HasScriptFile ? attempt.Score.FullPath(script.Trim()) : null;
        if (file is not null && !File.Exists(file))
            return AttemptResult.FileNotFound(script, file);
        string workspace = attempt.Score.WorkspacePath;
        if (!Directory.Exists(workspace))
            return AttemptResult.WorkspaceNotFound(script, workspace);
        if ((file is null ? ScriptSyntax.ErrorIn(script) : ScriptSyntax.ErrorInFile(file)) is { } error)
            return AttemptResult.ScriptUnreadable(script, error);
        if (file is null && UsingVariables.NamesOf(script).FirstOrDefault(name => !values.ContainsKey(name)) is { } missing)
            return AttemptResult.ScriptUnreadable(script, InvocationErrors.UsingInWorker(missing).Message);

        ScriptInput input = await ScriptInput.LoadAsync(attempt, store.Jobs, stop).ConfigureAwait(false);
        using var environment = new SheetEnvironment(attempt.Score.EnvironmentOf(attempt.Number));
        ScriptRun? run = null;
        CommandResult result = await MonitoredWork.RunAsync(
            (write, cancel) => RunAsync(run = new ScriptRun(attempt, file, input, write, time), cancel),
            attempt.Score.TimeoutOf(attempt.Number),
            attempt.Score.StaleDetection,
            onOutput,
            time,
            stop).ConfigureAwait(false);
        return AttemptResult.Of(script, result) with
        {
            Cause = run?.Cause,
            Value = run?.Value,
            IsValueTooLarge = run?.IsValueTooLarge == true,
            Response = run?.Response?.Response,
            ResponseBody = run?.Response?.Body ?? "",
        };
    }

    private async Task<int> RunAsync(ScriptRun run, CancellationToken cancel)
    {
        MarianneStore shared = store.Share(); // If the script disconnects it, the store of the run stays open.
        try
        {
            return await Task.Factory.StartNew(
                () => run.Run(shared, values, cancel),
                CancellationToken.None,
                TaskCreationOptions.LongRunning, // A script may run for hours and must not occupy a pool thread.
                TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            await shared.CloseAsync().ConfigureAwait(false);
        }
    }
}
