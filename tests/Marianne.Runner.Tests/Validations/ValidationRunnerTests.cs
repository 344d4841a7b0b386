using System.Diagnostics;
using System.Text;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Testing;
using Marianne.Validations;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Validations;

public sealed class ValidationRunnerTests : WorkFolder
{
    private static readonly Dictionary<string, string?> NoVariables = [];

    private readonly FakeTimeProvider _time = new(TestJobs.Now);

    [Fact]
    public async Task A_result_contains_every_detail()
    {
        ValidationDetail detail = await CheckAsync(new()
        {
            Type = ValidationKind.ContentContains,
            Path = "{workspace}/out-{sheet_num}.md",
            Pattern = "done",
            RetryCount = 0,
        });

        Assert.Equal(
            new ValidationDetail
            {
                RuleType = "content_contains",
                Description = "content_contains {workspace}/out-{sheet_num}.md done",
                Path = At("out-2.md"),
                Pattern = "done",
                Passed = false,
                ActualValue = "nothing",
                ExpectedValue = "a file",
                ErrorMessage = $"'{At("out-2.md")}' does not exist.",
                CheckedAt = "2026-03-01T07:05:09.000000+00:00",
                CheckDurationMs = 0,
                FailureReason = "does not exist",
                FailureCategory = "missing",
                SuggestedFix = $"Write the file '{At("out-2.md")}'.",
            },
            detail);
    }

    [Fact]
    public async Task A_folder_or_a_broken_link_is_not_a_file()
    {
        Write("file", "");
        Directory.CreateDirectory(At("folder"));
        File.CreateSymbolicLink(At("good"), "file");
        File.CreateSymbolicLink(At("bad"), "none");

        Assert.True((await ExistsAsync("file")).Passed);
        Assert.True((await ExistsAsync("good")).Passed);
        Assert.True((await ExistsAsync(At("file"))).Passed);
        Assert.Equal("nothing", (await ExistsAsync("bad")).ActualValue);
        ValidationDetail folder = await ExistsAsync("folder");
        Assert.Equal(("missing", "a folder"), (folder.FailureCategory, folder.ActualValue));
        Assert.Equal($"'{At("folder")}' is a folder. It must be a file.", folder.ErrorMessage);

        Task<ValidationDetail> ExistsAsync(string path) =>
            CheckAsync(new() { Type = ValidationKind.FileExists, Path = path, RetryCount = 0 });
    }

    [Theory]
    [InlineData(null, null, "missing")]
    [InlineData(null, 0, null)]
    [InlineData(0, null, "missing")]
    [InlineData(0, 0, "stale")]
    [InlineData(0, -1, "stale")]
    [InlineData(0, 1, null)]
    [InlineData(1_000_000, 1_000_000, "stale")]
    [InlineData(1_000_000, 1_000_001, null)]
    [InlineData(-1_000_000, -999_999, null)]
    public async Task A_file_is_modified_if_it_is_newer_than_before(int? before, int? after, string? category)
    {
        Score score = Score(new ValidationRule { Type = ValidationKind.FileModified, Path = "a", RetryCount = 0 });
        var validator = new ValidationRunner(new FakeCommandRunner(), _time);
        Touch(before);
        FileTimes times = validator.TakeTimes(score, 2);
        Touch(after);

        ValidationDetail detail = Assert.Single(await validator.CheckAsync(score, 2, times, NoVariables, Cancellation));
        Assert.Equal((category is null, category), (detail.Passed, detail.FailureCategory));

        void Touch(int? seconds)
        {
            File.Delete(At("a"));
            if (seconds is { } number)
                File.SetLastWriteTimeUtc(Write("a", ""), TestJobs.Now.UtcDateTime.AddSeconds(number));
        }
    }

    [Theory]
    [InlineData("say DONE.", "DONE", true)]
    [InlineData("say done.", "DONE", false)]
    [InlineData("stra\u00DFe", "strasse", false)]
    [InlineData("a\u00ADb", "ab", false)]
    [InlineData("a.c", "a.c", true)]
    [InlineData("abc", "a.c", false)]
    [InlineData("one\ntwo", "one\ntwo", true)]
    [InlineData("one\r\ntwo", "one\ntwo", true)]
    [InlineData("", "x", false)]
    public async Task A_text_is_found_literally(string content, string pattern, bool isFound)
    {
        Write("a", content);
        ValidationDetail detail = await CheckAsync(
            new() { Type = ValidationKind.ContentContains, Path = "a", Pattern = pattern, RetryCount = 0 });

        Assert.Equal((isFound, isFound ? null : "incomplete"), (detail.Passed, detail.FailureCategory));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_530)]
    [InlineData(65_536)]
    [InlineData(3_000_000)]
    public async Task A_text_is_found_at_any_position(int at)
    {
        string pattern = "needle" + new string('!', 1000);
        Write("a", new string('-', at) + pattern);
        Assert.True((await ContainsAsync(pattern)).Passed);
        Assert.False((await ContainsAsync(pattern + "?")).Passed);

        Task<ValidationDetail> ContainsAsync(string text) =>
            CheckAsync(new() { Type = ValidationKind.ContentContains, Path = "a", Pattern = text, RetryCount = 0 });
    }

    [Fact]
    public async Task A_byte_order_mark_determines_the_encoding()
    {
        File.WriteAllText(At("a"), "größe", Encoding.Unicode);
        Assert.True((await CheckAsync(new() { Type = ValidationKind.ContentContains, Path = "a", Pattern = "größe" })).Passed);
        Assert.True((await CheckAsync(new() { Type = ValidationKind.ContentRegex, Path = "a", Pattern = "^gr.+e$" })).Passed);
    }

    [Theory]
    [InlineData(ValidationKind.ContentRegex, "^DONE$", true)]
    [InlineData(ValidationKind.ContentRegex, "^# Summary$\n^DONE$", true)]
    [InlineData(ValidationKind.ContentRegex, "^# Summary\r\nDONE", true)]
    [InlineData(ValidationKind.ContentRegex, @"y\r\nD", true)]
    [InlineData(ValidationKind.ContentRegex, "^DON$", false)]
    [InlineData(ValidationKind.ContentContains, "# Summary\nDONE\n", true)]
    [InlineData(ValidationKind.ContentContains, "Summary\r\nDONE", true)]
    [InlineData(ValidationKind.ContentContains, "DONE", true)]
    [InlineData(ValidationKind.ContentContains, "Summary\n\nDONE", false)]
    public async Task Line_ends_of_Windows_are_line_ends(ValidationKind kind, string pattern, bool passes)
    {
        Write("a", "# Summary\r\nDONE\r\n");

        Assert.Equal(passes, (await CheckAsync(new() { Type = kind, Path = "a", Pattern = pattern, RetryCount = 0 })).Passed);
    }

    [Fact]
    public async Task Line_ends_of_Windows_are_found_across_the_parts_of_a_long_file()
    {
        string line = new('x', 999);
        Write("a", string.Concat(Enumerable.Repeat(line + "\r\n", 1000)) + "one\r\ntwo\r\n");

        Assert.True((await CheckAsync(new()
        {
            Type = ValidationKind.ContentContains,
            Path = "a",
            Pattern = $"{line}\n{line}\none\ntwo",
            RetryCount = 0,
        })).Passed);
    }

    [Fact]
    public async Task A_regular_expression_matches_across_lines()
    {
        Write("a", "one\nscore: 12\nlast");
        ValidationRule rule = new() { Type = ValidationKind.ContentRegex, Path = "a", Pattern = @"^score: \d+$", RetryCount = 0 };
        ValidationDetail detail = await CheckAsync(rule);
        Assert.Equal((true, "score: 12"), (detail.Passed, detail.ActualValue));

        detail = await CheckAsync(rule with { Pattern = @"^score: \d$" });
        Assert.Equal("malformed", detail.FailureCategory);
        Assert.Equal($@"Nothing in '{At("a")}' matches '^score: \d$'.", detail.ErrorMessage);
    }

    [Fact]
    public async Task A_regular_expression_has_a_timeout_and_a_maximum_size()
    {
        Write("a", new string('a', 40) + "!");
        ValidationDetail detail = await CheckAsync(
            new() { Type = ValidationKind.ContentRegex, Path = "a", Pattern = "^(a+)+$", TimeoutSeconds = 0.02, RetryCount = 0 });
        Assert.Equal(("error", "RegexMatchTimeoutException"), (detail.FailureCategory, detail.ErrorType));
        Assert.Equal($"Searching '{At("a")}' for '^(a+)+$' took longer than 0.02 s.", detail.ErrorMessage);
        Assert.Equal("E204", CodeOf(detail));

        using (FileStream large = File.Create(At("a")))
            large.SetLength(FileCheck.LongestForRegex + 1);
        detail = await CheckAsync(new() { Type = ValidationKind.ContentRegex, Path = "a", Pattern = "x", RetryCount = 0 });
        Assert.Equal(("error", "too large"), (detail.FailureCategory, detail.FailureReason));
        Assert.Contains("more than 33554432 characters", detail.ErrorMessage);
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_file_that_cannot_be_read_in_time_fails()
    {
        Process.Start("mkfifo", [At("pipe")]).WaitForExit();
        Task<ValidationDetail> check = CheckAsync(
            new() { Type = ValidationKind.ContentContains, Path = "pipe", Pattern = "x", TimeoutSeconds = 60, RetryCount = 0 });
        _time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(check.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        ValidationDetail detail = await check;
        Assert.Equal(("error", "TimeoutException"), (detail.FailureCategory, detail.ErrorType));

        // This ends the reader that still waits for a writer.
        using var writer = new FileStream(At("pipe"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }

    [Fact]
    public async Task A_command_runs_in_the_workspace_for_an_hour_at_most()
    {
        Directory.CreateDirectory(At("sub"));
        var commands = new FakeCommandRunner(new CommandResult { ExitCode = 0 });
        var variables = new Dictionary<string, string?> { ["A"] = "b" };
        ValidationRule rule = new() { Type = ValidationKind.CommandSucceeds, Command = "test {sheet_num} -gt 1" };
        IReadOnlyList<ValidationDetail> details = await new ValidationRunner(commands, _time).CheckAsync(
            Score(
                rule,
                rule with { WorkingDirectory = "s{workspace}", TimeoutSeconds = 7 },
                rule with { WorkingDirectory = "sub" }),
            2, FileTimes.None, variables, Cancellation);

        Assert.All(details, detail => Assert.Equal((true, "exit code 0"), (detail.Passed, detail.ActualValue)));
        Assert.Equal([Folder, At($"s{Folder}"), At("sub")], commands.Seen.Select(command => command.WorkingDirectory));
        Assert.Equal([3600, 7, 3600], commands.Seen.Select(command => command.Timeout!.Value.TotalSeconds));
        Assert.All(commands.Seen, command => Assert.Same(variables, command.Environment));
        Assert.Equal("test '2' -gt 1", commands.Seen[0].Text);
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_failed_command_reports_how_it_failed()
    {
        var rule = new ValidationRule { Type = ValidationKind.CommandSucceeds, Command = "echo bad >&2; exit 3", RetryCount = 0 };
        ValidationDetail detail = await RunAsync(rule);
        Assert.Equal(("error", "exit code 3", "exit code 0"), (detail.FailureCategory, detail.ActualValue, detail.ExpectedValue));
        Assert.Equal("The command 'echo bad >&2; exit 3' ended with exit code 3: bad", detail.ErrorMessage);
        Assert.Equal("E203", CodeOf(detail));
        Assert.True((await RunAsync(rule with { Command = "test -d {workspace}" })).Passed);

        detail = await RunAsync(rule with { Command = "exec sleep 600", TimeoutSeconds = 0.05 });
        Assert.Equal("The command 'exec sleep 600' took longer than 0.05 s.", detail.ErrorMessage);
        Assert.Equal(("TimeoutException", "E204"), (detail.ErrorType, CodeOf(detail)));

        detail = await RunAsync(rule with { WorkingDirectory = "none" });
        Assert.Equal(("error", "cannot run"), (detail.FailureCategory, detail.FailureReason));
        Assert.StartsWith($"The command cannot run in '{At("none")}'", detail.ErrorMessage);

        detail = await RunAsync(rule with { Command = "`{workspace}`" });
        Assert.Contains("cannot contain {workspace} at this position", detail.ErrorMessage);

        async Task<ValidationDetail> RunAsync(ValidationRule changed) => Assert.Single(
            await new ValidationRunner(new ProcessCommandRunner(TimeProvider.System), TimeProvider.System)
                .CheckAsync(Score(changed), 2, FileTimes.None, NoVariables, Cancellation));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(10, 11)]
    public async Task A_failed_check_is_repeated(int retries, int checks)
    {
        var commands = new FakeCommandRunner(new CommandResult { ExitCode = 1 });
        ValidationRule rule = new() { Type = ValidationKind.CommandSucceeds, Command = "false", RetryCount = retries };
        Task<IReadOnlyList<ValidationDetail>> check = new ValidationRunner(commands, _time)
            .CheckAsync(Score(rule), 2, FileTimes.None, NoVariables, Cancellation).AsTask();

        for (int made = 1; made < checks; made++)
        {
            Assert.Equal(made, commands.Seen.Count);
            _time.Advance(TimeSpan.FromMilliseconds(199));
            Assert.Equal(made, commands.Seen.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        ValidationDetail detail = Assert.Single(await check);
        Assert.Equal((false, checks, retries * 200.0), (detail.Passed, commands.Seen.Count, detail.CheckDurationMs!.Value));
    }

    [Fact]
    public async Task A_passed_check_is_not_repeated()
    {
        var commands = new FakeCommandRunner(new() { ExitCode = 1 }, new() { ExitCode = 0 }, new() { ExitCode = 1 });
        ValidationRule rule = new() { Type = ValidationKind.CommandSucceeds, Command = "flaky", RetryDelayMs = 0 };

        Assert.True(Assert.Single(
            await new ValidationRunner(commands, _time)
                .CheckAsync(Score(rule), 2, FileTimes.None, NoVariables, Cancellation)).Passed);
        Assert.Equal(2, commands.Seen.Count);
    }

    [Fact]
    public async Task A_failed_stage_skips_all_later_stages()
    {
        Write("a", "");
        ValidationRule good = new() { Type = ValidationKind.FileExists, Path = "a", RetryCount = 0 };
        ValidationRule bad = good with { Path = "none" };
        IReadOnlyList<ValidationDetail> details = await new ValidationRunner(new FakeCommandRunner(), _time).CheckAsync(
            Score(good with { Stage = 5 }, bad with { Stage = 2 }, good with { Stage = 2 }, bad with { Stage = 3 }, good),
            2, FileTimes.None, NoVariables, Cancellation);

        Assert.Equal([null, "missing", null, "skipped", "skipped"], details.Select(detail => detail.FailureCategory));
        Assert.Equal([true, false, true, false, false], details.Select(detail => detail.Passed));
        Assert.Equal(
            ("stage 2 failed", "Not checked, because a rule of stage 2 failed."),
            (details[4].FailureReason, details[4].ErrorMessage));
    }

    [Theory]
    [InlineData(null, null, new[] { 1, 2, 3 })]
    [InlineData(null, 2, new[] { 2 })]
    [InlineData("sheet_num >= 2", null, new[] { 2, 3 })]
    [InlineData("sheet_num>=2 and sheet_num!=3", null, new[] { 2 })]
    [InlineData("sheet_num < 3", 3, new[] { 1, 2 })]
    [InlineData("sheet_num > 3", null, new int[0])]
    public async Task A_rule_is_checked_for_its_sheets(string? condition, int? sheet, int[] sheets)
    {
        ValidationRule rule = new() { Type = ValidationKind.FileExists, Path = "a", Condition = condition, Sheet = sheet };
        Score score = Score(rule);
        Write("a", "");
        foreach (int number in new[] { 1, 2, 3 })
        {
            IReadOnlyList<ValidationDetail> details = await new ValidationRunner(new FakeCommandRunner(), _time)
                .CheckAsync(score, number, FileTimes.None, NoVariables, Cancellation);
            Assert.Equal(sheets.Contains(number) ? 1 : 0, details.Count);
        }
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task Checking_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Task<IReadOnlyList<ValidationDetail>> waits = StartAsync(new() { Type = ValidationKind.FileExists, Path = "none" });
        Task<IReadOnlyList<ValidationDetail>> runs = StartAsync(
            new() { Type = ValidationKind.CommandSucceeds, Command = "exec sleep 600" });
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => StartAsync(new() { Type = ValidationKind.FileExists, Path = "a" }));

        Task<IReadOnlyList<ValidationDetail>> StartAsync(ValidationRule rule) =>
            new ValidationRunner(new ProcessCommandRunner(_time), _time)
                .CheckAsync(Score(rule), 2, FileTimes.None, NoVariables, stop.Token).AsTask();
    }

    private static string CodeOf(ValidationDetail detail) =>
        new ErrorClassifier(new(new()))
            .Classify(AttemptResult.Of("", new() { ExitCode = 0 }) with { Validations = [detail] }).Error!.Code;

    private Score Score(params ValidationRule[] rules) => new Score
    {
        Name = "test",
        Sheets = [.. Enumerable.Repeat(new ScoreSheet { Command = "true" }, 3)],
        Validations = rules,
    }.At(Folder);

    private async Task<ValidationDetail> CheckAsync(ValidationRule rule) => Assert.Single(
        await new ValidationRunner(new FakeCommandRunner(), _time)
            .CheckAsync(Score(rule), 2, FileTimes.None, NoVariables, Cancellation));
}
