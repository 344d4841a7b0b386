using Marianne.Executors;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Plays scripts, each in a fresh runspace of its own in which nothing of the caller is visible.</summary>
/// <param name="store">Where the jobs are: the store that the scripts are connected to.</param>
/// <param name="values">The values of the <c>$using:</c> variables of the scripts, by name.</param>
/// <param name="time">The clock.</param>
internal sealed class ScriptExecutor(
    MarianneStore store, IReadOnlyDictionary<string, object?> values, TimeProvider time) : ISheetExecutor
{
    /// <inheritdoc/>
    public bool CanRun(ScoreSheet sheet) => sheet.Script is not null;

    /// <inheritdoc/>
    public async ValueTask<SheetExecution> ExecuteAsync(
        SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        ScoreSheet sheet = attempt.Sheet;
        string given = sheet.Script!;
        string? file = sheet.HasScriptFile ? attempt.Score.FullPath(given.Trim()) : null;
        if (file is not null && !File.Exists(file))
            return SheetExecution.FileMissing(given, file);
        string workspace = attempt.Score.WorkspacePath;
        if (!Directory.Exists(workspace))
            return SheetExecution.WorkspaceMissing(given, workspace);
        if ((file is null ? ScriptSyntax.ErrorIn(given) : ScriptSyntax.ErrorInFile(file)) is { } error)
            return SheetExecution.Unparsable(given, error);

        Job? job = await store.Jobs.LoadAsync(attempt.JobId, stop).ConfigureAwait(false);
        using var environment = new SheetEnvironment(sheet.Environment);
        CommandResult result = await MonitoredWork.RunAsync(
            (write, cancel) => RunAsync(new ScriptRun(attempt, file, job, write, time), cancel),
            attempt.Score.TimeoutOf(attempt.Number),
            attempt.Score.StaleDetection,
            onOutput,
            time,
            stop).ConfigureAwait(false);
        return new SheetExecution(given, result);
    }

    private async Task<int> RunAsync(ScriptRun run, CancellationToken cancel)
    {
        MarianneStore lent = store.Share(); // Whatever the script does with it, the run keeps its own.
        try
        {
            return await Task.Factory.StartNew(
                () => run.Run(lent, values, cancel),
                CancellationToken.None,
                TaskCreationOptions.LongRunning, // A script may run for hours: the pool's threads are for short work.
                TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            await lent.CloseAsync().ConfigureAwait(false);
        }
    }
}
