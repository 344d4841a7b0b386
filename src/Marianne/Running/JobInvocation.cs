using Marianne.Executors;
using Marianne.Processes;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>The playing of one job from PowerShell.</summary>
internal sealed class JobInvocation : IDisposable
{
    private readonly MarianneStore _store;
    private readonly JobRunner _runner;
    private readonly RunRequest _request;
    private readonly CancellationTokenSource _pause = new();

    /// <summary>Makes it ready.</summary>
    /// <param name="store">Where the jobs are, and where what happens is remembered.</param>
    /// <param name="request">Which job.</param>
    /// <param name="values">The values of the <c>$using:</c> variables of scripts, by name.</param>
    public JobInvocation(MarianneStore store, RunRequest request, IReadOnlyDictionary<string, object?> values)
    {
        TimeProvider time = TimeProvider.System;
        var commands = new ProcessCommandRunner(time) { Outside = SheetEnvironment.Outside };
        _store = store.Share(); // Who disconnects meanwhile leaves us what we play with.
        _request = request;
        _runner = new JobRunner(new RunnerServices
        {
            Jobs = _store.Jobs,
            Learning = _store.Learning,
            Commands = commands,
            Executors = [new CommandExecutor(commands), new ScriptExecutor(_store, values, time)],
            Time = time,
        });
    }

    /// <summary>Plays, on other threads.</summary>
    /// <param name="announce">Is told of each change.</param>
    /// <param name="pause">Pauses the job.</param>
    public async Task<Job> RunAsync(Action<JobEvent> announce, CancellationToken pause)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause, _pause.Token);
        var playing = Task.Run(() => _runner.RunAsync(_request, announce, either.Token).AsTask(), CancellationToken.None);
        using var pausesAtExit = new PauseAtExit(this, playing);
        try
        {
            return await playing.ConfigureAwait(false);
        }
        finally
        {
            await _store.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether it was asked to pause the job.</summary>
    public bool IsPaused => _pause.IsCancellationRequested;

    /// <summary>Pauses the job. What follows is told, and who asks may be the one that has to read it.</summary>
    public void Pause() => _ = _pause.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _pause.Dispose();
}
