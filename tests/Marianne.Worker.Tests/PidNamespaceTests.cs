using System.Diagnostics;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>A worker in a namespace of its own, as in a container, has the host name of the machine and another list of processes.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Linux")]
public sealed class PidNamespaceTests : WorkerTestBase
{
    private const string Score = """
        name: ns
        workspace: out
        sheets:
          - command: echo $MARIANNE_ATTEMPT >> ran.txt; until test -f go; do sleep 0.02; done
        retry: { max_retries: 0 }
        """;

    private static readonly string[] Unshare = ["unshare", "--user", "--map-root-user", "--pid", "--fork"];

    /// <summary>A namespace with a /proc of its own, and one that sees the ids of the processes around it.</summary>
    public static TheoryData<string, bool> Namespaces => new()
    {
        { "--mount-proc", true },
        { "--mount-proc", false },
        { "--kill-child", true },
        { "--kill-child", false },
    };

    [Theory]
    [MemberData(nameof(Namespaces))]
    public async Task A_job_that_runs_in_another_namespace_is_not_taken_over(string option, bool isFirst)
    {
        string[] through = [.. Unshare, option];
        Assert.SkipUnless(await CanRunAsync(through), "This user may not create namespaces.");
        WriteScore(Score);

        using WorkerProcess runner = StartThrough(isFirst ? through : []);
        await runner.WaitForFileAsync(Path.Combine(Workspace, "ran.txt"), Cancellation);
        using WorkerProcess other = StartThrough(isFirst ? [] : through);
        WorkerResult refused = await other.WaitForExitAsync(Cancellation);

        Assert.True(refused.ExitCode == 1, $"{refused}");
        Assert.Contains("is already being run by the process", refused.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Workspace, "go"), "", Cancellation);
        WorkerResult result = await runner.WaitForExitAsync(Cancellation);
        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Equal("1", ReadOutput("ran.txt"));
        Assert.Equal(JobStatus.Completed, Assert.Single(await JobsAsync()).Status);
    }

    private WorkerProcess StartThrough(string[] through) => new(Folder, Home, ["run", "score.yaml"], through: through);

    private static async Task<bool> CanRunAsync(string[] through)
    {
        try
        {
            using Process process = Process.Start(through[0], [.. through[1..], "true"]);
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // There is no such program.
        }
    }
}
