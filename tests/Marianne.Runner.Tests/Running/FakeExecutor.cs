using System.Collections.Concurrent;
using Marianne.Executors;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Runner.Tests.Running;

/// <summary>
/// Makes attempts with the results that a test has set for their sheets. When there are no more, the last one is used again.
/// </summary>
public sealed class FakeExecutor : ISheetExecutor
{
    private readonly ConcurrentDictionary<int, Queue<Func<Call, Task<CommandResult>>>> _next = [];
    private readonly ConcurrentDictionary<int, Func<Call, Task<CommandResult>>> _last = [];

    /// <summary>The attempts in the order in which they started.</summary>
    public ConcurrentQueue<SheetAttempt> Seen { get; } = [];

    /// <summary>The numbers of the sheets in the order in which they started.</summary>
    public IEnumerable<int> Numbers => Seen.Select(attempt => attempt.Number);

    public static CommandResult Success { get; } = new() { ExitCode = 0, Duration = TimeSpan.FromSeconds(2) };

    public static CommandResult Stopped { get; } = new() { WasStopped = true, ExitCode = 137, Signal = 9 };

    public static CommandResult Failure(string output = "it broke", int exitCode = 1) =>
        new() { ExitCode = exitCode, Output = output, OutputLength = output.Length, Duration = TimeSpan.FromSeconds(1) };

    /// <summary>Sets the results of the next attempts of a sheet.</summary>
    public void Return(int number, params CommandResult[] results)
    {
        foreach (CommandResult result in results)
            Return(number, _ => Task.FromResult(result));
    }

    public void Return(int number, Func<Call, Task<CommandResult>> result) =>
        _next.GetOrAdd(number, _ => []).Enqueue(result);

    /// <summary>Lets the next attempt of a sheet write an output, and succeed.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="outputs">The outputs as JSON, such as <c>{"files":["a"]}</c>.</param>
    public void Output(int number, string outputs) => Return(number, call =>
    {
        call.Write($$"""{"marianne_output":{{outputs}}}""" + "\n");
        return Task.FromResult(Success);
    });

    /// <summary>
    /// Lets the next attempt of a sheet run until it is stopped. The returned task completes when it has started.
    /// </summary>
    public Task HangAt(int number, string output = "")
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Return(number, async call =>
        {
            call.Write(output);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, call.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return Stopped;
        });
        return started.Task;
    }

    public bool CanRun(ScoreSheet sheet) => sheet.Script is null;

    public async ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        Seen.Enqueue(attempt);
        if (_next.TryGetValue(attempt.Number, out Queue<Func<Call, Task<CommandResult>>>? queue)
            && queue.TryDequeue(out Func<Call, Task<CommandResult>>? next))
        {
            _last[attempt.Number] = next;
        }

        CommandResult result = _last.TryGetValue(attempt.Number, out Func<Call, Task<CommandResult>>? last)
            ? await last(new Call(attempt, onOutput, stop))
            : Success;
        return AttemptResult.Of(attempt.Prompt ?? attempt.Sheet.Command ?? "", result);
    }

    /// <summary>A call of the executor.</summary>
    public sealed record Call(SheetAttempt Attempt, Action<string> Write, CancellationToken Stop);
}
