using System.Globalization;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage;
using Marianne.Stores;

/// <summary>
/// Runs a job of ten sheets that obey the limit <c>instrument</c>, or resumes it, and writes each change. The instrument counts its users
/// itself: each takes one of two locks, which the system frees however the user ends, and one that gets neither writes a file.
/// </summary>
internal static class LimitedRun
{
    /// <summary>The variable that has the connection string of the learning store, if that is on a server.</summary>
    private const string Connection = "MARIANNE_TEST_LEARNING";

    private const int Sheets = 10;

    public static async Task RunAsync(string folder, string name, string schema)
    {
        StoreLocation location = Environment.GetEnvironmentVariable(Connection) is { Length: > 0 } server
            ? StoreLocation.OfServer(new ServerConnection(server, schema: schema))
            : StoreLocation.OfLearning(Path.Combine(folder, "learning.db"));
        await using ILearningStore learning = new LearningStoreFactory(TimeProvider.System, _ => { }).Create(location);
        await using IJobStore jobs = new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, _ => { })
            .Create(StoreLocation.Of(Path.Combine(folder, $"{name}.db")));
        var commands = new ProcessCommandRunner(TimeProvider.System);
        var runner = new JobRunner(new RunnerServices
        {
            Jobs = jobs,
            Learning = learning,
            Commands = commands,
            Executors = [new CommandExecutor(commands)],
        });
        JobPlan plan = await new JobPlanner(jobs, TimeProvider.System)
            .PlanAsync(new RunRequest { Score = CreateScore(folder, name) }, CancellationToken.None);
        await runner.RunAsync(plan, Write, CancellationToken.None);
    }

    private static Score CreateScore(string folder, string name) => new Score
    {
        Name = name,
        Priority = int.Parse(name, CultureInfo.InvariantCulture),
        Sheets = [.. Enumerable.Range(1, Sheets).Select(_ => new ScoreSheet { Command = Command(name), Limit = "instrument" })],
        Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 4 },
    }.At(folder);

    private static string Command(string name) => $$"""
        exec 8>first.lock
        flock -n 8 || { exec 8>second.lock; flock -n 8 || echo {sheet_num} >> third.txt; }
        sleep 0.1
        echo {sheet_num} >> done-{{name}}.txt
        """;

    private static void Write(JobEvent happened)
    {
        if (happened.Kind == JobEventKind.Warning)
            Console.Error.WriteLine(happened.Message);
        else if (happened.Kind != JobEventKind.SheetOutput)
            Console.WriteLine($"{happened.Kind} {happened.SheetNumber}");
    }
}
