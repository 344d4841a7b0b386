using System.Text.Json;
using Marianne.Executors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>The values of secrets are neither saved nor announced.</summary>
public sealed class SecretTests : RunnerTestBase
{
    private const string Secret = "sk-0123456789-secret";
    private const string ManyLines = "-----BEGIN KEY-----\nAbCdEf0123456789\nGhIjKl9876543210\n-----END KEY-----\n}";

    private static Score Secretive(Score score) => score with { Secrets = ["TOKEN", "KEY", "NOT_SET"] };

    public SecretTests() => (Variables["TOKEN"], Variables["KEY"]) = (Secret, ManyLines);

    [Fact]
    public async Task A_secret_is_in_no_file_and_no_event()
    {
        await using var jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        await using var learning = new SqliteLearningStore(Folder["learning.db"], Time);
        (Jobs, Learning) = (jobs, learning);
        foreach (int number in new[] { 1, 2, 3 })
        {
            FakeExecutor.Return(number, call =>
            {
                call.Write($"a line with {Secret[..7]}");
                call.Write($"{Secret[7..]} in two pieces\nthe key:\n{ManyLines[..30]}");
                call.Write($"{ManyLines[30..]}\n{UsageLineParser.Of(new UsageReport(1, 1, Secret))}\nno end {Secret}");
                return Task.FromResult(
                    FakeExecutor.Failure($"{(number == 3 ? "429 too many requests: " : "")}{ManyLines}\n{Secret} was refused"));
            });
        }

        Score score = Secretive(ScoreOf(3)) with
        {
            RateLimit = new RateLimitOptions { WaitMinutes = 1, MaxWaits = 1 },
            Retry = new RetryOptions { MaxRetries = 1 },
            Sheets =
            [
                new ScoreSheet { Command = $"call --token {Secret}" },
                new ScoreSheet { Prompt = $"Use {Secret}." },
                new ScoreSheet { Command = "call" },
            ],
            Instrument = "ask",
            Parallel = new ParallelismOptions { Enabled = true, FailFast = false },
        };
        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Contains("*** was refused", job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(Events, jobEvent => jobEvent.Message == "a line with *** in two pieces");
        Assert.All(Events, jobEvent => AssertClean(jobEvent.ToString() + JsonSerializer.Serialize(jobEvent)));
        Assert.All(await HistoryAsync(), attempt => AssertClean($"{attempt.Prompt}\n{attempt.Output}"));
        Assert.NotEmpty(await learning.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation));
        await jobs.DisposeAsync();
        await learning.DisposeAsync();

        job.ConfigSnapshot = null; // The score is saved unchanged, including a secret that its author wrote in it.
        AssertClean(JsonSerializer.Serialize(job));
        foreach (string file in Directory.GetFiles(Folder.Path, "learning.db*"))
            AssertClean(File.ReadAllText(file));
    }

    [Fact]
    public async Task The_job_of_a_run_shows_the_names_of_its_sheets_without_secrets()
    {
        Score score = Secretive(ScoreOf(1));

        Job job = await RunAsync(score with { Sheets = [score.Sheets[0] with { Name = $"deploy {Secret}" }] });

        Assert.Equal("deploy ***", job.Sheets[0].Name);
        Assert.Contains(Secret, job.ConfigSnapshot, StringComparison.Ordinal); // The score is saved unchanged.
    }

    [Fact]
    public async Task The_possible_end_of_a_secret_is_removed_from_truncated_output()
    {
        string tail = $"{Secret[5..]} and then {Secret} and the end";
        FakeExecutor.Return(1, new CommandResult { ExitCode = 0, Output = tail, OutputLength = 60_000 });
        FakeExecutor.Return(2, new CommandResult { ExitCode = 0, Output = $"whole {Secret}", OutputLength = 6 + Secret.Length });

        await RunAsync(ScoreOf(2) with { Secrets = ["TOKEN"] });

        List<Execution> history = await HistoryAsync();
        Assert.EndsWith(" and the end", history[0].Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", history[0].Output, StringComparison.Ordinal);
        Assert.Equal("whole ***", history[1].Output);
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_validation_result_is_redacted_and_other_texts_stay()
    {
        File.WriteAllText(Folder["out.txt"], $"got {Secret} {{ \"a\": 1 }}");
        Score score = Secretive(ScoreOf(1)) with
        {
            Validations =
                [new ValidationRule { Type = ValidationKind.CommandSucceeds, Command = "cat out.txt; exit 1", RetryCount = 0 }],
        };

        Job job = await RunAsync(score);

        ValidationDetail detail = Assert.Single(job.Sheets[0].ValidationDetails!);
        AssertClean(JsonSerializer.Serialize(detail));
        Assert.Contains("got *** { \"a\": 1 }", detail.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_validation_result_is_redacted_before_it_is_cut()
    {
        // The last 1000 characters of the output begin within the secret, at each of its characters.
        for (int shown = 1; shown < Secret.Length; shown++)
        {
            string command = $"printf '%s' '{Secret}'; head -c {1000 - shown} /dev/zero | tr '\\0' x; exit 1";
            Score score = Secretive(ScoreOf(1, $"cut {shown}")) with
            {
                Sheets = [new ScoreSheet { Command = "x", Environment = new Dictionary<string, string> { ["TOKEN"] = Secret } }],
                Validations = [new ValidationRule { Type = ValidationKind.CommandSucceeds, Command = command, RetryCount = 0 }],
            };

            Job job = await RunAsync(score);

            string message = job.Sheets[0].ValidationDetails![0].ErrorMessage!;
            Assert.Matches(": [*]{0,3}x{980,}$", message);
            job.ConfigSnapshot = null;
            AssertClean(JsonSerializer.Serialize(job));
        }
    }

    [Fact]
    public async Task A_match_of_a_part_of_a_secret_is_redacted()
    {
        File.WriteAllText(Folder["out.txt"], $"token={Secret}");
        Score score = Secretive(ScoreOf(1)) with
        {
            Validations =
                [new ValidationRule { Type = ValidationKind.ContentRegex, Path = "out.txt", Pattern = "n=sk-[0-9]{8}" }],
        };

        Job job = await RunAsync(score);

        Assert.Equal("n=***", Assert.Single(job.Sheets[0].ValidationDetails!).ActualValue);
    }

    [Fact]
    public async Task A_failed_validation_is_redacted_in_the_next_prompt()
    {
        FakeExecutor.Return(1, call => Task.FromResult(FakeExecutor.Success));
        Score score = Secretive(PromptScore()) with
        {
            Validations =
            [
                new ValidationRule { Type = ValidationKind.FileExists, Path = $"{Secret}.txt", RetryCount = 0 },
                .. Enumerable.Repeat(new ValidationRule { Type = ValidationKind.FileExists, Path = "state", RetryCount = 0 }, 3),
            ],
            Retry = new RetryOptions { MaxRetries = 0, MaxCompletionAttempts = 1, CompletionDelaySeconds = 0 },
        };
        File.WriteAllText(Folder["state"], "");

        await RunAsync(score);

        Assert.All(FakeExecutor.Seen, call => AssertClean($"{call.Prompt}\n{call.FailedValidations?.Text}"));
        Assert.Contains("***.txt", FakeExecutor.Seen.Last().FailedValidations!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_ends_the_run_is_redacted()
    {
        FakeExecutor.Return(1, call => throw new NotSupportedException($"cannot start 'call {Secret}'"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Secretive(ScoreOf(1))));

        Assert.Equal("NotSupportedException: cannot start 'call ***'", error.Message);
        AssertClean(error.ToString());
        AssertClean((await LoadAsync()).ErrorMessage!);
    }

    [Fact]
    public async Task An_error_of_the_store_keeps_its_id_when_it_is_redacted()
    {
        FakeExecutor.Return(1, call => throw new MarianneException(MarianneError.StoreFull, $"{Secret} is full.", Secret));

        MarianneException error = await ThrowsAsync(MarianneError.StoreFull, () => RunAsync(Secretive(ScoreOf(1))));

        Assert.Equal(("*** is full.", "***"), (error.Message, error.Target));
    }

    [Fact]
    public async Task A_history_and_the_name_of_a_circuit_breaker_are_redacted()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Score score = Secretive(PromptScore()) with
        {
            Instrument = $"ask --token {Secret}",
            Sheets = [new ScoreSheet { Name = $"sheet {Secret}", Prompt = "Do it." }],
        };

        Job job = await RunAsync(score);

        await using Stream history = (await Jobs.OpenHistoryAsync(job.Id, null, Cancellation))!;
        using var reader = new StreamReader(history);
        string json = await reader.ReadToEndAsync(Cancellation);
        AssertClean(json);
        Assert.Contains("sheet ***", json, StringComparison.Ordinal);
        Circuit circuit = Assert.Single(await Learning.ListCircuitsAsync(Cancellation));
        Assert.StartsWith("ask --token ***", circuit.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_about_a_prompt_quotes_no_part_of_a_secret()
    {
        Variables["TOKEN"] = "abc+0123/defghij.kl";

        await RunAsync(Secretive(PromptScore("Use abc+0123/defghij.kl and src/missing.txt.")));

        Assert.DoesNotContain(Events, jobEvent => jobEvent.Message.Contains("defghij", StringComparison.Ordinal));
        Assert.Contains(Events, jobEvent => jobEvent.Message.Contains("src/missing.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_variable_of_a_sheet_can_be_a_secret()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("the password is pass-word-1"));
        Score score = Secretive(ScoreOf(1)) with
        {
            Sheets =
                [new ScoreSheet { Command = "x", Environment = new Dictionary<string, string> { ["TOKEN"] = "pass-word-1" } }],
        };

        Job job = await RunAsync(score);

        Assert.Equal("the password is *** (E009: It failed. Its exit code was 1.)", job.Sheets[0].ErrorMessage);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("own")]
    [InlineData("base")]
    [InlineData("fallback")]
    public async Task A_variable_of_an_instrument_can_be_a_secret(string place)
    {
        Variables.Clear();
        FakeExecutor.Return(1, call =>
        {
            call.Write($"ask said {Secret}\n");
            return Task.FromResult(FakeExecutor.Failure($"{Secret} was refused"));
        });
        var bare = new InstrumentOptions { Command = new CommandLine("ask") };
        InstrumentOptions keyed = bare with { Environment = new Dictionary<string, string> { ["TOKEN"] = Secret } };
        var own = new Dictionary<string, InstrumentOptions>
        {
            ["mine"] = place == "own" ? keyed : place == "base" ? new InstrumentOptions { Extends = "base" } : bare,
            [place == "base" ? "base" : "other"] = keyed,
        };
        Score score = Secretive(PromptScore()) with
        {
            Instrument = "mine",
            Instruments = place == "score"
                ? new Dictionary<string, InstrumentOptions> { ["mine"] = keyed }
                : new Dictionary<string, InstrumentOptions>(),
            Sheets = [new ScoreSheet { Prompt = "Do it.", Fallback = place == "fallback" ? ["other"] : [] }],
        };
        RunnerServices services = Services() with { OwnInstruments = () => own };
        JobPlan plan = await new JobPlanner(Jobs, Time) { OwnInstruments = () => own }
            .PlanAsync(new RunRequest { Score = score }, Cancellation);

        Job job = await RunAsync(services, plan);

        Assert.Contains("*** was refused", job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(Events, jobEvent => jobEvent.Message == "ask said ***");
        Assert.All(Events, jobEvent => AssertClean(jobEvent.Message));
        Assert.All(await HistoryAsync(), attempt => AssertClean($"{attempt.Prompt}\n{attempt.Output}"));
        job.ConfigSnapshot = null; // The score is saved unchanged, including a secret that its author wrote in it.
        AssertClean(JsonSerializer.Serialize(job));
    }

    private static void AssertClean(string text)
    {
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("AbCdEf0123456789", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GhIjKl9876543210", text, StringComparison.Ordinal);
    }
}
