using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private static readonly ApprovalAnswer Yes = new(ApprovalDecision.Approve, "ada@build1");
    private static readonly ApprovalAnswer No = new(ApprovalDecision.Deny, "bob@build2") { Comment = " Too long. \u00fc\n" };

    [Fact]
    public async Task A_sheet_waits_for_the_approval_that_it_asks_for()
    {
        await SaveNew();
        SheetApproval asked = Approval(2) with { Show = ["/work/plan.md"], BackTo = [1], Again = [1], SheetName = "ship" };
        Sheet sheet = (await UpdateSheet(2, new SheetUpdate.Ask(asked))).Sheet;

        Assert.Equal((SheetStatus.Fermata, "Ship it?"), (sheet.Status, sheet.ErrorMessage));
        SheetApproval stored = Assert.Single(await ApprovalsOf());
        Assert.Equal(
            asked with { Show = stored.Show, BackTo = stored.BackTo, Again = stored.Again }, stored);
        Assert.Equal(["/work/plan.md"], stored.Show);
        Assert.Equal([1], stored.BackTo);
        await Fails(MarianneError.ApprovalRequired, () => UpdateSheet(2, StartHere).AsTask());
        Assert.Equal(SheetStatus.Fermata, (await Load()).Sheets[1].Status);
    }

    [Fact]
    public async Task An_approved_sheet_can_start_and_is_approved_once()
    {
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1)));
        Time.Advance(TimeSpan.FromDays(6));

        ApprovalResult result = await Store.AnswerAsync("nightly", 1, Yes, Cancellation);

        Assert.Equal((ApprovalStatus.Approved, "ada@build1", false), (result.Approval.Status, result.Approval.AnsweredBy, result.IsLate));
        Assert.Equal(Start.AddDays(6), result.Approval.AnsweredAt);
        Job job = await Load();
        Assert.Equal((SheetStatus.Pending, null), (job.Sheets[0].Status, job.Sheets[0].ErrorMessage));
        Assert.Equal(result.Job.UpdatedAt, job.UpdatedAt);
        MarianneException second = await Fails(
            MarianneError.ApprovalAnswered, () => Store.AnswerAsync("nightly", 1, No, Cancellation).AsTask());
        Assert.Contains("approved by ada@build1", second.Message, StringComparison.Ordinal);
        Assert.Equal(result.Approval, Assert.Single(await ApprovalsOf()) with { Show = result.Approval.Show, BackTo = result.Approval.BackTo, Again = result.Approval.Again });
        await UpdateSheet(1, StartHere);
    }

    [Fact]
    public async Task A_denied_sheet_fails_until_the_next_run_asks_again()
    {
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1)));

        await Store.AnswerAsync("nightly", 1, No, Cancellation);

        Sheet sheet = (await Load()).Sheets[0];
        Assert.Equal((SheetStatus.Failed, ErrorCategories.Escalation), (sheet.Status, sheet.ErrorCategory));
        Assert.Equal("Denied by bob@build2 at 2026-03-01 07:05:09 UTC: Too long. \u00fc", sheet.ErrorMessage);
        Assert.False(Assert.Single(await ApprovalsOf()).IsApplied);

        await UpdateSheet(1, new SheetUpdate.Fail(SheetResult.Empty, "Denied.", ErrorCategories.Escalation) { AppliesDenial = true });
        Assert.True(Assert.Single(await ApprovalsOf()).IsApplied);

        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1, number: 2)));
        Assert.Equal(
            [(1, ApprovalStatus.Denied), (2, ApprovalStatus.Waiting)],
            (await ApprovalsOf()).Select(approval => (approval.Number, approval.Status)));
    }

    [Fact]
    public async Task A_denial_lets_the_sheets_before_run_again()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        await UpdateSheet(1, Complete);
        await UpdateSheet(3, StartHere);
        await UpdateSheet(3, Complete);
        await UpdateSheet(2, new SheetUpdate.Ask(Approval(2) with { OnDeny = DenialAction.Retry, BackTo = [1], Again = [1] }));

        SheetApproval denied = (await Store.AnswerAsync("nightly", 2, No, Cancellation)).Approval;

        Job job = await Load();
        Assert.Equal([SheetStatus.Pending, SheetStatus.Pending, SheetStatus.Completed], job.Sheets.Select(sheet => sheet.Status));
        Assert.Equal([1, 1, 0], job.Sheets.Select(sheet => sheet.Measures.Reruns));
        Assert.Equal(2, denied.NextRun);
        await Fails(MarianneError.ApprovalAnswered, () => Store.AnswerAsync("nightly", 2, Yes, Cancellation).AsTask());
    }

    [Theory]
    [InlineData(ApprovalDecision.Deny, SheetStatus.Failed, ApprovalStatus.Denied)]
    [InlineData(ApprovalDecision.Approve, SheetStatus.Pending, ApprovalStatus.Approved)]
    public async Task After_the_timeout_the_default_is_the_answer(ApprovalDecision byDefault, SheetStatus expected, ApprovalStatus status)
    {
        await SaveNew();
        SheetApproval asked = Approval(1) with { Default = byDefault, TimesOutAt = Start.AddDays(7), OnDeny = DenialAction.Retry };
        await UpdateSheet(1, new SheetUpdate.Ask(asked));
        Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromTicks(10));
        Assert.Equal(ApprovalStatus.Waiting, (await Store.AnswerAsync("nightly", 1, answer: null, Cancellation)).Approval.Status);
        Time.Advance(TimeSpan.FromTicks(10));

        ApprovalResult late = await Store.AnswerAsync("nightly", 1, byDefault == ApprovalDecision.Deny ? Yes : No, Cancellation);

        Assert.True(late.IsLate);
        Assert.Equal((status, true, null), (late.Approval.Status, late.Approval.IsTimedOut, late.Approval.AnsweredBy));
        Assert.Equal(expected, (await Load()).Sheets[0].Status);
    }

    [Fact]
    public async Task What_does_not_wait_cannot_be_answered()
    {
        await SaveNew();
        await Fails(MarianneError.ApprovalNotFound, () => Store.AnswerAsync("nightly", 1, Yes, Cancellation).AsTask());
        await Fails(MarianneError.SheetOutOfRange, () => Store.AnswerAsync("nightly", 4, Yes, Cancellation).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.AnswerAsync("other", 1, Yes, Cancellation).AsTask());

        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1)));
        await UpdateSheet(1, Complete);
        await Fails(MarianneError.ApprovalNotFound, () => Store.AnswerAsync("nightly", 1, Yes, Cancellation).AsTask());
        Assert.Equal(ApprovalStatus.Withdrawn, Assert.Single(await ApprovalsOf()).Status);

        await UpdateSheet(2, new SheetUpdate.Ask(Approval(2)));
        await Store.UpdateAsync("nightly", new JobUpdate.Cancel(), Cancellation);
        await Fails(MarianneError.ApprovalNotFound, () => Store.AnswerAsync("nightly", 2, Yes, Cancellation).AsTask());
        Assert.Equal([ApprovalStatus.Withdrawn, ApprovalStatus.Withdrawn], (await ApprovalsOf()).Select(approval => approval.Status));
    }

    [Fact]
    public async Task A_job_that_is_paused_for_approvals_says_what_was_decided()
    {
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1)));
        await UpdateSheet(2, new SheetUpdate.Ask(Approval(2)));
        string message = ApprovalText.PauseMessage([("1", "Ship it?"), ("2", null)]);
        await Store.UpdateAsync("nightly", new JobUpdate.Pause(message), Cancellation);

        await Store.AnswerAsync("nightly", 1, Yes, Cancellation);
        Assert.Equal((JobStatus.Paused, message), ((await Load()).Status, (await Load()).ErrorMessage));

        await Store.AnswerAsync("nightly", 2, Yes, Cancellation);
        Assert.Equal((JobStatus.Paused, true), ((await Load()).Status, (await Load()).ErrorMessage?.StartsWith("Sheet 2: Approved by ada", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_of_two_answers_at_once_wins()
    {
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1)));
        await using IJobStore one = CreateContender();
        await using IJobStore other = CreateContender();
        ApprovalAnswer[] answers = [Yes, No];

        Task<Exception?>[] tasks = [.. new[] { one, other }.Zip(answers, (store, answer) => Task.Run(
            async () => await Record.ExceptionAsync(() => store.AnswerAsync("nightly", 1, answer, Cancellation).AsTask())))];
        Exception?[] errors = await Task.WhenAll(tasks);

        Exception lost = Assert.Single(errors.OfType<Exception>());
        Assert.Equal(MarianneError.ApprovalAnswered, Assert.IsType<MarianneException>(lost).Error);
        SheetApproval approval = Assert.Single(await ApprovalsOf());
        Assert.Equal(answers[errors[0] is null ? 0 : 1].By, approval.AnsweredBy);
    }

    [Fact]
    public async Task Approvals_are_listed_by_job_and_deleted_with_it()
    {
        foreach (string id in new[] { "b", "a" })
        {
            await SaveNew(id);
            await UpdateSheet(2, new SheetUpdate.Ask(Approval(2, id: id)), id);
            await UpdateSheet(1, new SheetUpdate.Ask(Approval(1, id: id)), id);
        }

        await Store.AnswerAsync("a", 1, Yes, Cancellation);

        Assert.Equal([("a", 1), ("a", 2), ("b", 1), ("b", 2)], await KeysOf(new ApprovalQuery()));
        Assert.Equal([("a", 2), ("b", 1), ("b", 2)], await KeysOf(new ApprovalQuery { OnlyUnanswered = true }));
        Assert.Equal([("b", 2)], await KeysOf(new ApprovalQuery { JobId = "b", SheetNumber = 2 }));
        Assert.Empty(await KeysOf(new ApprovalQuery { JobId = "c" }));
        Assert.Equal([("a", 2), ("b", 2)], await KeysOf(new ApprovalQuery { JobIds = ["b", "c", "a"], SheetNumber = 2 }));
        Assert.Equal([("b", 1), ("b", 2)], await KeysOf(new ApprovalQuery { JobIds = ["b"], OnlyUnanswered = true }));
        Assert.Empty(await KeysOf(new ApprovalQuery { JobIds = [] }));
        await Store.DeleteAsync("b", Cancellation);
        await SaveNew("b");
        Assert.Equal([("a", 1), ("a", 2)], await KeysOf(new ApprovalQuery()));

        async Task<IEnumerable<(string, int)>> KeysOf(ApprovalQuery query) =>
            (await Store.ListApprovalsAsync(query, Cancellation)).Select(approval => (approval.JobId, approval.SheetNumber));
    }

    [Fact]
    public async Task An_import_has_the_approvals()
    {
        Job job = await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Ask(Approval(1)));
        await Store.AnswerAsync("nightly", 1, No, Cancellation);
        await UpdateSheet(2, new SheetUpdate.Ask(Approval(2)));
        await using var copy = new Storage.Memory.MemoryJobStore(Time, Processes);

        await foreach (long _ in JobCopier.CopyAsync(job.Id, Store, copy, replace: false, Cancellation))
        {
        }

        await Store.DeleteAsync(job.Id, Cancellation);
        await foreach (long _ in JobCopier.CopyAsync(job.Id, copy, Store, replace: false, Cancellation))
        {
        }

        Assert.Equal(
            [(1, ApprovalStatus.Denied, "Too long. \u00fc"), (2, ApprovalStatus.Waiting, null)],
            (await ApprovalsOf()).Select(approval => (approval.SheetNumber, approval.Status, approval.Comment)));
        await Store.AnswerAsync("nightly", 2, Yes, Cancellation);
    }

    private static SheetApproval Approval(int sheet, int number = 1, string id = "nightly") => new(id, sheet, number)
    {
        Message = "Ship it?",
        AskedAt = Start,
        AskedBy = "cron@build1",
    };

    private async Task<IReadOnlyList<SheetApproval>> ApprovalsOf(string id = "nightly") =>
        await Store.ListApprovalsAsync(new ApprovalQuery { JobId = id }, Cancellation);
}
