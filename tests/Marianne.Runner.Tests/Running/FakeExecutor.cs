using System.Collections.Concurrent;
using Marianne.Executors;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Runner.Tests.Running;

/// <summary>Plays sheets as a test says: each attempt ends as the next answer of its sheet does, the last again and again.</summary>
public sealed class FakeExecutor : ISheetExecutor
{
    private readonly ConcurrentDictionary<int, Queue<Func<Act, Task<CommandResult>>>> _answers = [];
    private readonly ConcurrentDictionary<int, Func<Act, Task<CommandResult>>> _last = [];

    /// <summary>The attempts in the order in which they began.</summary>
    public ConcurrentQueue<SheetAttempt> Seen { get; } = [];

    /// <summary>The numbers of the sheets in the order in which they began.</summary>
    public IEnumerable<int> Numbers => Seen.Select(attempt => attempt.Number);

    public static CommandResult Success { get; } = new() { ExitCode = 0, Duration = TimeSpan.FromSeconds(2) };

    public static CommandResult Stopped { get; } = new() { WasStopped = true, ExitCode = 137, Signal = 9 };

    public static CommandResult Failure(string output = "it broke", int exitCode = 1) =>
        new() { ExitCode = exitCode, Output = output, OutputLength = output.Length, Duration = TimeSpan.FromSeconds(1) };

    /// <summary>How the next attempts of a sheet end.</summary>
    public void Answer(int number, params CommandResult[] results)
    {
        foreach (CommandResult result in results)
            Answer(number, _ => Task.FromResult(result));
    }

    public void Answer(int number, Func<Act, Task<CommandResult>> answer) =>
        _answers.GetOrAdd(number, _ => []).Enqueue(answer);

    /// <summary>The next attempt of a sheet runs until it is stopped; the result is done when it has begun.</summary>
    public Task HangAt(int number, string output = "")
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(number, async act =>
        {
            act.Say(output);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, act.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return Stopped;
        });
        return begun.Task;
    }

    public bool CanRun(ScoreSheet sheet) => sheet.Script is null;

    public async ValueTask<SheetExecution> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        Seen.Enqueue(attempt);
        if (_answers.TryGetValue(attempt.Number, out Queue<Func<Act, Task<CommandResult>>>? answers)
            && answers.TryDequeue(out Func<Act, Task<CommandResult>>? next))
        {
            _last[attempt.Number] = next;
        }

        CommandResult result = _last.TryGetValue(attempt.Number, out Func<Act, Task<CommandResult>>? answer)
            ? await answer(new Act(attempt, onOutput, stop))
            : Success;
        return new SheetExecution(attempt.Prompt ?? attempt.Sheet.Command ?? "", result);
    }

    /// <summary>What an answer sees of its attempt.</summary>
    public sealed record Act(SheetAttempt Attempt, Action<string> Say, CancellationToken Stop);
}
