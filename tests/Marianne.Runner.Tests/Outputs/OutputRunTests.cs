using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Scores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Outputs;

/// <summary>A run keeps what its sheets pass on: lines that they write, and files that the score names.</summary>
public sealed class OutputRunTests : RunnerTestBase
{
    private Score Score => ScoreOf(1) with
    {
        Sheets =
        [
            new ScoreSheet
            {
                Command = "do",
                Outputs = new Dictionary<string, SheetOutputOptions>
                {
                    ["files"] = new() { Lines = "list-{sheet_num}.txt" },
                    ["data"] = new() { Json = "data.json" },
                    ["text"] = new() { Text = "list-1.txt" },
                },
            },
        ],
    };

    [Fact]
    public async Task Lines_and_files_become_outputs()
    {
        FakeExecutor.Return(1, call =>
        {
            File.WriteAllText(Folder["list-1.txt"], "a b\r\n\n  \nc\"\n");
            File.WriteAllText(Folder["data.json"], "\uFEFF{ \"n\": [1, 2] }");
            call.Write("working\n{\"marianne_output\": {\"n\":");
            call.Write(" 3, \"data\": 4}}\ndone");
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(Score);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(
            ["data={\"n\":[1,2]}", "files=[\"a b\",\"c\\\"\"]", "n=3", "text=\"a b\\r\\n\\n  \\nc\\\"\\n\""],
            (await OutputsAsync()).Select(output => $"{output.Name}={output.Json}"));
        Assert.All(await OutputsAsync(), output => Assert.Equal((job.Id, 1, 1), (output.JobId, output.SheetNumber, output.AttemptNumber)));
    }

    [Theory]
    [InlineData(null, "The output 'data' cannot be read: the file '", "data.json' does not exist.", "E201")]
    [InlineData("{", "The output 'data' cannot be read: the file '", "data.json' is not valid JSON: ", "E202")]
    [InlineData("{\"a\":\"\\ud800\"}", "The output 'data' cannot be read: the file '", "surrogate pair.", "E202")]
    public async Task A_file_that_is_missing_or_not_valid_fails_the_attempt(string? json, string start, string end, string code)
    {
        await File.WriteAllTextAsync(Folder["list-1.txt"], "a", Cancellation);
        if (json is not null)
            await File.WriteAllTextAsync(Folder["data.json"], json, Cancellation);

        Job job = await RunAsync(Score);

        Assert.Equal(SheetStatus.Failed, job.Sheets[0].Status);
        Assert.StartsWith(start, job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(end, job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(code, job.Sheets[0].Measures.ErrorCode);
        Assert.Equal(["output data"], job.Sheets[0].FailedValidations);
        Assert.Empty(await OutputsAsync());
    }

    [Theory]
    [InlineData("{\"marianne_output\": {\"a b\": 1}}", "The output 'a b' of sheet 1")]
    [InlineData("{\"marianne_output\": {\"a\": }}", "An output that the sheet wrote cannot be read: the line is not valid JSON")]
    public async Task A_line_that_is_not_valid_fails_the_attempt(string line, string message)
    {
        FakeExecutor.Return(1, Writing(line));

        Job job = await RunAsync(ScoreOf(1));

        Assert.StartsWith(message, job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_has_the_outputs_of_its_own_attempt()
    {
        Score score = ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 1, Jitter = false } };
        FakeExecutor.Return(1, call =>
        {
            call.Write("{\"marianne_output\": {\"first\": 1}}\n");
            return Task.FromResult(FakeExecutor.Failure());
        });
        FakeExecutor.Return(1, Writing("{\"marianne_output\": {\"second\": 2}}\n"));

        await RunAsync(score);

        SheetOutput output = Assert.Single(await OutputsAsync());
        Assert.Equal(("second", 2), (output.Name, output.AttemptNumber));
    }

    [Fact]
    public async Task A_large_value_is_in_a_file_whose_hash_is_checked()
    {
        FakeExecutor.Return(1, Writing($"{{\"marianne_output\": {{\"big\": \"{new string('x', 70_000)}\"}}}}"));
        await RunAsync(ScoreOf(1));

        SheetOutput output = Assert.Single(await OutputsAsync());
        OutputFile file = output.File!;
        Assert.Null(output.Json);
        Assert.StartsWith(Path.Combine(Folder.Path, ".marianne", "outputs"), file.Path, StringComparison.Ordinal);
        Assert.Equal(70_002, file.Size);
        Assert.Equal($"\"{new string('x', 70_000)}\"", await OutputFiles.ReadAsync(output, Cancellation));
        Assert.Equal("*\n", await File.ReadAllTextAsync(Folder[".marianne/.gitignore"], Cancellation));

        await File.WriteAllTextAsync(file.Path, $"\"{new string('y', 70_000)}\"", Cancellation);
        MarianneException changed = await ThrowsAsync(MarianneError.OutputFileFailed, () => OutputFiles.ReadAsync(output, Cancellation).AsTask());
        Assert.Contains("another hash", changed.Message, StringComparison.Ordinal);
        File.Delete(file.Path);
        await ThrowsAsync(MarianneError.OutputFileFailed, () => OutputFiles.ReadAsync(output, Cancellation).AsTask());
    }

    [Fact]
    public async Task The_file_of_a_large_value_and_its_new_folders_survive_a_loss_of_power()
    {
        string workspace = Folder["new/work"];
        FakeExecutor.Return(1, Writing($"{{\"marianne_output\": {{\"big\": \"{new string('x', 70_000)}\"}}}}"));
        using var flushes = new FlushRecorder(Folder.Path, () => "");

        await RunAsync(ScoreOf(1) with { Workspace = workspace });

        string? folder = Path.GetDirectoryName(Assert.Single(await OutputsAsync()).File!.Path);
        for (; folder != Folder.Path; folder = Path.GetDirectoryName(folder))
            Assert.Contains((folder!, ""), flushes.Recorded);
        Assert.Contains((Folder.Path, ""), flushes.Recorded);
    }

    [Fact]
    public async Task Secrets_are_redacted_in_values_and_files()
    {
        const string Secret = "sk-0123456789-secret";
        Variables["TOKEN"] = Secret;
        FakeExecutor.Return(1, Writing(
            $"{{\"marianne_output\": {{\"a\": [\"{Secret}\"], \"big\": \"{Secret}{new string('x', 70_000)}\"}}}}\n"));
        await File.WriteAllTextAsync(Folder["list-1.txt"], $"a{Secret}\nb", Cancellation);
        await File.WriteAllTextAsync(Folder["data.json"], $"\"{Secret}\"", Cancellation);

        await RunAsync(Score with { Secrets = ["TOKEN"] });

        List<SheetOutput> outputs = await OutputsAsync();
        Assert.Equal(
            ["a=[\"***\"]", "data=\"***\"", "files=[\"a***\",\"b\"]", "text=\"a***\\nb\""],
            outputs.Where(output => output.Json is not null).Select(output => $"{output.Name}={output.Json}"));
        string file = await File.ReadAllTextAsync(outputs.Single(output => output.File is not null).File!.Path, Cancellation);
        Assert.StartsWith("\"***x", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_a_secret_is_refused_without_showing_it()
    {
        Variables["TOKEN"] = "token_0123456789";
        FakeExecutor.Return(1, Writing("{\"marianne_output\": {\"token_0123456789\": 1}}\n"));

        Job job = await RunAsync(ScoreOf(1) with { Secrets = ["TOKEN"] });

        Assert.Equal(SheetStatus.Failed, job.Sheets[0].Status);
        Assert.DoesNotContain("token_0123456789", job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
    }

    private static Func<FakeExecutor.Call, Task<Signals.CommandResult>> Writing(string text) => call =>
    {
        call.Write(text);
        return Task.FromResult(FakeExecutor.Success);
    };

    private async Task<List<SheetOutput>> OutputsAsync() => await Jobs
        .ListOutputsAsync(new OutputQuery { JobId = (await LoadAsync()).Id }, Cancellation).ToListAsync(Cancellation);
}
