using Marianne.History;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A sheet with an approval waits until a user has answered.</summary>
public sealed class ApprovalRunTests : RunnerTestBase
{
    private static readonly ApprovalOptions Week = new()
    {
        Message = "Ship sheet {sheet_num}?",
        Show = ["plan.md"],
        Timeout = TimeSpan.FromDays(7),
    };

    [Fact]
    public async Task Another_process_approves_six_days_later_and_the_same_line_goes_on()
    {
        Score score = WithApproval(Week);

        Job paused = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, null), (paused.Status, paused.Runner));
        Assert.Equal("Waiting for approval: sheet 2: Ship sheet 2?", paused.ErrorMessage);
        Assert.Equal([SheetStatus.Completed, SheetStatus.Fermata, SheetStatus.Pending], paused.Sheets.Select(sheet => sheet.Status));
        Assert.Contains("Approve-MarianneSheet", Assert.Single(EventsOf(JobEventKind.JobPaused)).Message, StringComparison.Ordinal);
        SheetApproval asked = Assert.Single(await ApprovalsAsync());
        Assert.Equal((1, CurrentUser.Name, Time.GetUtcNow().AddDays(7)), (asked.Run, asked.AskedBy, asked.TimesOutAt));
        Assert.Equal([Path.Combine(Folder.Path, "plan.md")], asked.Show);

        Time.Advance(TimeSpan.FromDays(6));
        await AnswerAsync(paused, ApprovalDecision.Approve);
        Job job = await RunAsync(score);

        Assert.Equal((paused.Id, JobStatus.Completed, null), (job.Id, job.Status, job.ErrorMessage));
        Assert.Equal([1, 2, 3], FakeExecutor.Numbers);
        Assert.Equal(CurrentUser.Name, FakeExecutor.Seen.ElementAt(1).Environment["MARIANNE_APPROVED_BY"]);
        Assert.Single(await ApprovalsAsync());
        ExecutionHistory history = (await new AttachedHistories(Jobs).LoadAsync(job.Id, null, null, Cancellation))!;
        object? recorded = Assert.Single(history.Steps(), step => step.Metrics.ContainsKey("approvals")).Metrics["approvals"];
        Assert.StartsWith($"Approved by {CurrentUser.Name} at ", $"{recorded}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_an_answer_waits_again_and_asks_once()
    {
        Score score = WithApproval(Week);
        await RunAsync(score);

        Job job = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1], FakeExecutor.Numbers);
        Assert.Single(await ApprovalsAsync());
    }

    [Fact]
    public async Task A_denied_sheet_fails_with_the_message_and_the_next_run_asks_again()
    {
        Score score = WithApproval(Week);
        Job job = await RunAsync(score);
        await AnswerAsync(job, ApprovalDecision.Deny, "Not on a Friday.");

        job = await RunAsync(score);

        string expected = $"Denied by {CurrentUser.Name} at 2026-";
        Assert.Equal((JobStatus.Failed, SheetStatus.Failed), (job.Status, job.Sheets[1].Status));
        Assert.StartsWith($"E606: It was denied. {expected}", job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
        Assert.EndsWith("Not on a Friday.", job.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal((ErrorCategories.Escalation, "E606"), (job.Sheets[1].ErrorCategory, job.Sheets[1].Measures.ErrorCode));
        Assert.Equal([1], FakeExecutor.Numbers);

        job = await RunAsync(score);
        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal([ApprovalStatus.Denied, ApprovalStatus.Waiting], (await ApprovalsAsync()).Select(approval => approval.Status));
    }

    [Theory]
    [InlineData(ApprovalDecision.Deny, JobStatus.Failed)]
    [InlineData(ApprovalDecision.Approve, JobStatus.Completed)]
    public async Task The_next_run_applies_the_timeout(ApprovalDecision byDefault, JobStatus expected)
    {
        Score score = WithApproval(Week with { Default = byDefault });
        Job job = await RunAsync(score);
        Time.Advance(TimeSpan.FromDays(7));

        Job ended = await RunAsync(score);

        Assert.Equal(expected, ended.Status);
        Assert.True(Assert.Single(await ApprovalsAsync()).IsTimedOut);
        await ThrowsAsync(MarianneError.ApprovalAnswered, () => AnswerAsync(job, ApprovalDecision.Approve));
    }

    [Fact]
    public async Task An_answer_after_the_timeout_is_an_error_and_the_default_counts()
    {
        Score score = WithApproval(Week);
        Job job = await RunAsync(score);
        Time.Advance(TimeSpan.FromDays(8));

        MarianneException late = await ThrowsAsync(MarianneError.ApprovalExpired, () => AnswerAsync(job, ApprovalDecision.Approve));

        Assert.Contains("denied because there was no answer", late.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Failed, (await RunAsync(score)).Status);
    }

    [Fact]
    public async Task A_denial_gives_its_message_to_the_sheet_before_and_asks_again()
    {
        Score score = WithApproval(Week with { OnDeny = DenialAction.Retry });
        ScoreSheet first = score.Sheets[0] with { Command = null, Prompt = "Write it." };
        score = score with { Instrument = "ask", Sheets = [first, .. score.Sheets.Skip(1)] };
        Job job = await RunAsync(score);
        await AnswerAsync(job, ApprovalDecision.Deny, "Shorter, please.");

        job = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1, 1], FakeExecutor.Numbers);
        Assert.Equal("Write it.", FakeExecutor.Seen.First().Prompt);
        Assert.EndsWith("This is to be changed:\nShorter, please.\n", FakeExecutor.Seen.Last().Prompt, StringComparison.Ordinal);
        Assert.Equal([null, "Shorter, please."], FakeExecutor.Seen.Select(attempt => attempt.Environment["MARIANNE_DENIAL"]));

        await AnswerAsync(job, ApprovalDecision.Approve);
        Assert.Equal(JobStatus.Completed, (await RunAsync(score)).Status);
        Assert.Equal([1, 1, 2, 3], FakeExecutor.Numbers);
        Assert.Null(FakeExecutor.Seen.Last().Environment["MARIANNE_DENIAL"]);
    }

    [Fact]
    public async Task A_denial_lets_the_items_of_the_sheet_before_run_again()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder.Path, "a.md"), "", Cancellation);
        Score score = WithApproval(Week with { OnDeny = DenialAction.Retry });
        ScoreSheet items = score.Sheets[0] with { Command = "{item}", ForEach = new ForEachOptions { Path = "*.md" } };
        score = score with { Sheets = [items, .. score.Sheets.Skip(1)] };
        Job job = await RunAsync(score);
        await File.WriteAllTextAsync(Path.Combine(Folder.Path, "b.md"), "", Cancellation);
        await AnswerAsync(job, ApprovalDecision.Deny, "Again.");

        job = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal([4, 4, 5], FakeExecutor.Numbers);
        Assert.Equal([null, "Again.", "Again."], FakeExecutor.Seen.Select(attempt => attempt.Environment["MARIANNE_DENIAL"]));
    }

    [Fact]
    public async Task A_denial_lets_the_items_of_sheets_that_depend_on_it_run_again()
    {
        Score score = WithApproval(Week with { OnDeny = DenialAction.Retry });
        ScoreSheet items = score.Sheets[2] with
        {
            Name = "each",
            Command = "{item}",
            Needs = ["first"],
            ForEach = new ForEachOptions { In = new object[] { "a", "b" } },
        };
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { Needs = ["first"] }, items] };
        Job job = await RunAsync(score);
        Assert.Equal([1, 4, 5], FakeExecutor.Numbers);
        await AnswerAsync(job, ApprovalDecision.Deny, "Again.");

        job = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1, 4, 5, 1, 4, 5], FakeExecutor.Numbers);
        Assert.All(FakeExecutor.Seen.Skip(4), attempt => Assert.Null(attempt.Environment["MARIANNE_DENIAL"]));
    }

    [Fact]
    public async Task A_denial_reads_the_source_of_items_again_and_keeps_those_that_are_done()
    {
        FakeExecutor.Output(3, """{"files":["a","b"]}""");
        FakeExecutor.Output(3, """{"files":["a","b","c"]}""");
        Score score = WithApproval(Week with { OnDeny = DenialAction.Retry });
        score = score with
        {
            Sheets =
            [
                score.Sheets[0],
                score.Sheets[1] with { Needs = ["find"] },
                score.Sheets[2] with { Name = "find" },
                new ScoreSheet { Name = "each", Command = "{item}", Needs = ["first"], ForEach = new ForEachOptions { In = "{find.files}" } },
            ],
        };
        Job job = await RunAsync(score);
        Assert.Equal([1, 3, 5, 6], FakeExecutor.Numbers);
        await AnswerAsync(job, ApprovalDecision.Deny, "Again.");

        job = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1, 3, 5, 6, 3, 7], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Sheets_that_do_not_depend_on_it_go_first_and_a_waiting_run_notices_the_answer()
    {
        Score score = WithApproval(Week);
        score = score with
        {
            Sheets = [.. score.Sheets, new ScoreSheet { Command = "other", Needs = ["first"] }],
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 },
        };
        Task started = FakeExecutor.HangAt(4);
        using var pause = new CancellationTokenSource();
        Task<Job> run = RunAsync(score, pause);
        await started;
        while ((await LoadAsync()).Sheets[1].Status != SheetStatus.Fermata)
            await Task.Yield();

        await AnswerAsync(await LoadAsync(), ApprovalDecision.Approve);
        while ((await LoadAsync()).Sheets[2].Status != SheetStatus.Completed)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await pause.CancelAsync();
        Job job = await run;
        Assert.Equal(
            [SheetStatus.Completed, SheetStatus.Completed, SheetStatus.Completed, SheetStatus.Pending], job.Sheets.Select(sheet => sheet.Status));
    }

    [Fact]
    public async Task A_denial_while_others_run_lets_the_sheets_before_run_again_in_the_same_run()
    {
        Score score = WithApproval(Week with { OnDeny = DenialAction.Retry });
        score = score with
        {
            Sheets = [.. score.Sheets, new ScoreSheet { Command = "other", Needs = ["first"] }],
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 },
        };
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Return(4, async _ =>
        {
            held.TrySetResult();
            await release.Task;
            return FakeExecutor.Success;
        });
        Task<Job> run = RunAsync(score);
        await held.Task;
        while ((await LoadAsync()).Sheets[1].Status != SheetStatus.Fermata)
            await Task.Yield();
        await AnswerAsync(await LoadAsync(), ApprovalDecision.Deny, "Again.");
        Time.Advance(TimeSpan.FromSeconds(1));
        release.SetResult();

        Job job = await run;

        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.Equal(2, FakeExecutor.Numbers.Count(number => number == 1));
        Assert.Equal("Again.", FakeExecutor.Seen.Last(attempt => attempt.Number == 1).Environment["MARIANNE_DENIAL"]);
    }

    [Fact]
    public async Task A_sheet_that_only_asks_records_who_approved_it()
    {
        Score score = ScoreOf(1) with { Sheets = [new ScoreSheet { Name = "gate", Approval = new ApprovalOptions() }] };
        Job job = await RunAsync(score);
        Assert.Equal("Waiting for approval: sheet 1 'gate': Is sheet 1 'gate' to run?", job.ErrorMessage);
        await AnswerAsync(job, ApprovalDecision.Approve, "Fine.");

        job = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Sheets[0].AttemptCount));
        Execution attempt = Assert.Single(await HistoryAsync());
        Assert.Equal("Is sheet 1 'gate' to run?", attempt.Prompt);
        Assert.StartsWith($"Approved by {CurrentUser.Name} at ", attempt.Output, StringComparison.Ordinal);
        Assert.EndsWith(": Fine.", attempt.Output, StringComparison.Ordinal);
        Assert.Empty(FakeExecutor.Seen);
    }

    [Fact]
    public async Task A_denial_that_the_score_allows_is_no_failure_of_the_job()
    {
        Score score = WithApproval(Week);
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { AllowFailure = true }, score.Sheets[2]] };
        Job job = await RunAsync(score);
        await AnswerAsync(job, ApprovalDecision.Deny);

        job = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, SheetStatus.Failed), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Secrets_are_redacted_in_messages_and_answers()
    {
        Variables["API_TOKEN"] = "hunter2-secret";
        Score score = WithApproval(Week with { Message = "Use hunter2-secret?" }) with { Secrets = ["API_TOKEN"] };

        Job job = await RunAsync(score);
        await AnswerAsync(job, ApprovalDecision.Approve, "hunter2-secret is fine");

        SheetApproval approval = Assert.Single(await ApprovalsAsync());
        Assert.Equal(("Use ***?", "*** is fine"), (approval.Message, approval.Comment));
        Assert.DoesNotContain(Events, jobEvent => jobEvent.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_plan_says_which_sheets_need_approval()
    {
        Score score = WithApproval(Week) with { Sheets = [.. WithApproval(Week).Sheets, new ScoreSheet { Approval = new ApprovalOptions() }] };

        JobPlan plan = await PlanAsync(score);

        Assert.Equal([false, true, false, true], plan.Sheets.Select(sheet => sheet.NeedsApproval));
        Assert.Equal(["command", "command", "command", "approval"], plan.Sheets.Select(sheet => sheet.Kind));
    }

    private Score WithApproval(ApprovalOptions approval)
    {
        Score score = ScoreOf(3);
        return Asking(score with { Sheets = [score.Sheets[0] with { Name = "first" }, .. score.Sheets.Skip(1)] }, 2, approval);
    }

    private async Task<IReadOnlyList<SheetApproval>> ApprovalsAsync() => await Jobs.ListApprovalsAsync(new ApprovalQuery(), Cancellation);

    private async Task AnswerAsync(Job job, ApprovalDecision decision, string? comment = null) =>
        await new ApprovalAnswers(Jobs) { Variable = name => Variables.GetValueOrDefault(name) }
            .AnswerAsync(job, 2 > job.TotalSheets ? 1 : 2, decision, comment, Cancellation);
}
