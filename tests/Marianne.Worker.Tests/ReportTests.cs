using System.Text.Json;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The command that writes a report.</summary>
[Trait("Category", "Process")]
public sealed class ReportTests : WorkerTestBase
{
    private string ReportPath => Path.Combine(Folder, "report.json");

    [Fact]
    public async Task Of_the_job_that_ran_last()
    {
        await RunScoreAsync();

        WorkerResult result = await RunAsync("report", "report.html");

        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Contains($"The report is {Path.Combine(Folder, "report.html")}.", result.Output, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, "report.html"), Cancellation);
        Assert.Contains("<h1>reported: Failed</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_with_the_output_of_what_failed()
    {
        await RunScoreAsync();
        string id = (await JobsAsync())[0].Id;

        WorkerResult result = await RunAsync("report", "report.json", "--id", id, "--include-output", "Failed");

        Assert.True(result.ExitCode == 0, $"{result}");
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(ReportPath, Cancellation));
        JsonElement sheets = report.RootElement.GetProperty("jobs")[0].GetProperty("sheets");
        Assert.Equal("good", sheets[0].GetProperty("title").GetString());
        Assert.False(sheets[0].GetProperty("attempts")[0].TryGetProperty("output", out _));
        Assert.StartsWith("broken", sheets[1].GetProperty("attempts")[0].GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_job_that_does_not_exist_is_refused()
    {
        await RunScoreAsync();

        WorkerResult result = await RunAsync("report", "report.json", "--id", "none");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("The job 'none' does not exist in this store. Check the id and --store.", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(ReportPath));
    }

    [Fact]
    public async Task Keeps_an_existing_file_on_request()
    {
        await RunScoreAsync();
        await File.WriteAllTextAsync(ReportPath, "mine", Cancellation);

        WorkerResult result = await RunAsync("report", "report.json", "--no-clobber");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("already exists.", result.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(ReportPath, Cancellation));
    }

    private async Task RunScoreAsync()
    {
        WriteScore("""
            name: reported
            workspace: ./out
            sheets:
              - { name: good, command: echo done }
              - { name: bad, command: echo broken && exit 7 }
            retry: { max_retries: 0 }
            """);
        await RunAsync("run", "score.yaml");
    }
}
