using Marianne.Executors;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;

/// <summary>Runs a score of many short sheets in parallel, and writes each change after it was saved.</summary>
internal static class ScoreRunner
{
    private const int Sheets = 40;

    public static async Task RunAsync(string folder)
    {
        SystemProcessList processes = SystemProcessList.Instance;
        await using var jobs = new SqliteJobStore(Path.Combine(folder, "state.db"), TimeProvider.System, processes);
        await using var learning = new SqliteLearningStore(Path.Combine(folder, "learning.db"), TimeProvider.System);
        var commands = new ProcessCommandRunner(TimeProvider.System);
        var runner = new JobRunner(new RunnerServices
        {
            Jobs = jobs,
            Learning = learning,
            Commands = commands,
            Executors = [new CommandExecutor(commands)],
        });
        JobPlan plan = await new JobPlanner(jobs, TimeProvider.System)
            .PlanAsync(new RunRequest { Score = CreateScore(folder) }, CancellationToken.None);
        await runner.RunAsync(plan, Write, CancellationToken.None);
    }

    private static Score CreateScore(string folder) => new Score
    {
        Name = "crash",
        Sheets = [.. Enumerable.Range(1, Sheets).Select(_ => new ScoreSheet { Command = "echo {sheet_num} >> lines.txt" })],
        Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 4 },
    }.At(folder);

    private static void Write(JobEvent happened)
    {
        if (happened.Kind != JobEventKind.SheetOutput)
            Console.WriteLine($"{happened.Kind} {happened.SheetNumber}");
    }
}
