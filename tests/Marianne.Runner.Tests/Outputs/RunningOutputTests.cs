using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Outputs;

/// <summary>What other processes see of the output of an attempt while it runs.</summary>
public sealed class RunningOutputTests : RunnerTestBase
{
    private const string Secret = "sk-0123456789-secret";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public RunningOutputTests()
    {
        Jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Variables["TOKEN"] = Secret;
    }

    private RunningOutputs Outputs => new(Folder["running"], Jobs);

    [Fact]
    public async Task It_is_redacted_and_removed_when_the_attempt_ends()
    {
        List<string?> seen = [];
        FakeExecutor.Return(1, call =>
        {
            seen.Add(Read(call));
            call.Write($"the first line\nhas {Secret[..5]}");
            call.Write($"{Secret[5..]}\n");
            seen.Add(Read(call));
            Time.Advance(Interval);
            seen.Add(Read(call));
            call.Write("more\n");
            seen.Add(Read(call));
            Time.Advance(Interval);
            seen.Add(Read(call));
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(ScoreOf(1) with { Secrets = ["TOKEN"] }, "running");

        Assert.Equal(JobStatus.Completed, job.Status);
        const string First = "the first line\nhas ***\n";
        Assert.Equal([null, null, First, First, $"{First}more\n"], seen);
        Assert.Empty(Directory.GetFiles(Folder["running"]));
    }

    [Fact]
    public async Task Only_its_end_is_kept_and_only_its_user_can_read_it()
    {
        string? seen = null;
        UnixFileMode mode = default;
        FakeExecutor.Return(1, call =>
        {
            for (int number = 1; number <= 10_000; number++)
                call.Write($"line {number}\n");
            Time.Advance(Interval);
            seen = Read(call);
            if (!OperatingSystem.IsWindows())
                mode = File.GetUnixFileMode(Outputs.PathOf(call.Attempt.JobId, 1));
            return Task.FromResult(FakeExecutor.Success);
        });

        await RunAsync(ScoreOf(1), "running");

        Assert.EndsWith("line 9999\nline 10000\n", seen, StringComparison.Ordinal);
        Assert.Equal(RunningOutputWriter.Limit, seen!.Length);
        Assert.Equal(OperatingSystem.IsWindows() ? default : UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task An_attempt_that_ends_at_once_writes_no_file()
    {
        FakeExecutor.Return(1, call =>
        {
            call.Write("done\n");
            return Task.FromResult(FakeExecutor.Success);
        });

        await RunAsync(ScoreOf(1), "running");

        Assert.False(Directory.Exists(Folder["running"]));
    }

    [Fact]
    public void What_a_dead_process_left_behind_is_ignored_and_removed_after_a_week()
    {
        RunnerProcess other = Processes.Start(7, "mark-7");
        var writer = new RunningOutputWriter(Outputs, "one", 1, other, Time, Assert.Fail);
        writer.Add("its last words");
        Time.Advance(Interval);
        Assert.Equal("its last words\n", Outputs.Read("one", 1, Processes));

        Processes.Kill(7);
        Assert.Null(Outputs.Read("one", 1, Processes));

        string path = Outputs.PathOf("one", 1);
        File.SetLastWriteTimeUtc(path, Time.GetUtcNow().UtcDateTime.AddDays(-8));
        Outputs.Prepare(Time.GetUtcNow());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_warning_once()
    {
        await File.WriteAllTextAsync(Folder["running"], "a file", Cancellation);
        FakeExecutor.Return(1, call =>
        {
            call.Write("one\n");
            Time.Advance(Interval);
            call.Write("two\n");
            Time.Advance(Interval);
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(ScoreOf(2), "running");

        Assert.Equal(JobStatus.Completed, job.Status);
        JobEvent warning = Assert.Single(Events, jobEvent => jobEvent.Kind == JobEventKind.Warning);
        Assert.StartsWith("The output of running sheets cannot be watched: ", warning.Message, StringComparison.Ordinal);
    }

    private string? Read(FakeExecutor.Call call) => Outputs.Read(call.Attempt.JobId, call.Attempt.Number, Processes);

    private async Task<Job> RunAsync(Score score, string folder) =>
        await RunAsync(Services() with { OutputFolder = Folder[folder] }, await PlanAsync(score));
}
