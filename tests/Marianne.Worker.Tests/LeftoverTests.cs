using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>A run whose worker was killed leaves its commands running. The next run ends them before it starts a sheet.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Linux")]
public sealed class LeftoverTests : WorkerTestBase
{
    /// <summary>The second attempt of the second sheet fails if a process of the first one is alive.</summary>
    private const string Score = """
        name: leftover
        workspace: out
        sheets:
          - command: sleep 300 > /dev/null 2>&1 & echo $! > service
          - command: |
              if test -f pids; then
                for pid in $(cat pids); do grep -q '^State:.[RSDT]' /proc/$pid/status && exit 9; done
                exit 0
              fi
              START
        retry: { max_retries: 0 }
        """;

    [Theory]
    [InlineData("echo $$ > pids; exec sleep 300")]
    [InlineData("sleep 300 & echo $$ $! > pids; wait")]
    [InlineData("setsid sleep 300 & echo $! $$ > pids; wait")]
    [InlineData("(env -i sh -c 'echo $$ > pids; exec sleep 300') & wait")]
    public async Task What_a_killed_run_left_of_its_sheet_is_ended(string start)
    {
        WriteScore(Score.Replace("START", start, StringComparison.Ordinal));
        await KillAsync();

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Matches("process(es)? that the run of the process [0-9]+ left running (was|were) ended: ", result.ToString());
        using var service = Process.GetProcessById(int.Parse(ReadOutput("service"), CultureInfo.InvariantCulture));
        service.Kill(); // A finished sheet left it on purpose.
    }

    [Fact]
    public async Task What_a_killed_run_left_is_ended_also_if_the_job_was_recovered_before()
    {
        WriteScore(Score.Replace("START", "echo $$ > pids; exec sleep 300", StringComparison.Ordinal));
        await KillAsync();
        Job job = Assert.Single(await JobsAsync());
        await using (IJobStore store = OpenStore(Path.Combine(Home, "state.db")))
            Assert.Equal(JobStatus.Paused, (await store.UpdateAsync(job.Id, new JobUpdate.Recover(), Cancellation)).Status);

        WorkerResult result = await RunAsync("run", "score.yaml");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Contains("left running was ended: ", $"{result}", StringComparison.Ordinal);
        using var service = Process.GetProcessById(int.Parse(ReadOutput("service"), CultureInfo.InvariantCulture));
        service.Kill();
    }

    /// <summary>Kills the worker in the second sheet.</summary>
    private async Task KillAsync()
    {
        using WorkerProcess worker = Start("run", "score.yaml");
        await worker.WaitForFileAsync(Path.Combine(Workspace, "pids"), Cancellation);
        worker.Kill();
        await worker.WaitForExitAsync(Cancellation);
    }
}
