using Marianne.Jobs;
using Marianne.Learning;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    [Fact]
    public async Task An_outcome_is_recorded_with_all_its_values()
    {
        LearnedOutcome recorded = await Record(Report(sheet: 12) with
        {
            Duration = TimeSpan.FromSeconds(1.25),
            Status = SheetStatus.Failed,
            RetryCount = 2,
            ValidationPassRate = 0.75,
            Model = "öpus",
            ErrorCodes = ["E001", "\"É\", 101"],
        });

        LearnedOutcome read = Assert.Single(await List());
        Assert.Equivalent(recorded, read, strict: true);
        Assert.True(Guid.TryParse(read.Id, out _));
        Assert.Equal(LearningHash.OfJob("nightly"), read.JobHash);
        Assert.Equal(LearningHash.OfWorkspace("/work/space/1"), read.WorkspaceHash);
        Assert.Equal(12, read.SheetNumber);
        Assert.Equal(Start.AddMinutes(-5), read.StartedAt);
        Assert.Equal(Start, read.CompletedAt);
        Assert.Equal(TimeSpan.FromSeconds(1.25), read.Duration);
        Assert.Equal("failed", read.Status);
        Assert.Equal(2, read.RetryCount);
        Assert.False(read.SuccessWithoutRetry);
        Assert.Equal(0.75, read.ValidationPassRate);
        Assert.Equal(0.55, read.ConfidenceScore, 1e-9);
        Assert.Equal("öpus", read.Model);
        Assert.Equal(["E001", "\"É\", 101"], read.ErrorCodes);
        Assert.Empty(read.Unreadable);
    }

    [Fact]
    public async Task Outcomes_are_listed_newest_first_and_those_of_one_instant_in_reverse()
    {
        List<string> ids = [];
        ids.Add((await Record(Report())).Id);
        Tick();
        ids.AddRange((await Store.RecordOutcomesAsync([Report(sheet: 2), Report(sheet: 3)], Cancellation)).Select(o => o.Id));

        Assert.Equal(ids.AsEnumerable().Reverse(), (await List()).Select(outcome => outcome.Id));
    }

    [Fact]
    public async Task Outcomes_can_be_filtered_by_any_combination()
    {
        foreach (string job in (string[])["a", "b"])
        {
            foreach (string workspace in (string[])["/w/1", "/w/2"])
            {
                for (int sheet = 1; sheet <= 3; sheet++)
                    await Record(Report(job, workspace, sheet));
            }
        }

        await AssertCount(12, new OutcomeQuery());
        await AssertCount(6, new OutcomeQuery { JobHash = LearningHash.OfJob("a") });
        await AssertCount(6, new OutcomeQuery { WorkspaceHash = LearningHash.OfWorkspace("/w/1") });
        await AssertCount(4, new OutcomeQuery { SheetNumber = 3 });
        await AssertCount(2, new OutcomeQuery { JobHash = LearningHash.OfJob("b"), SheetNumber = 1 });
        await AssertCount(2, new OutcomeQuery { WorkspaceHash = LearningHash.OfWorkspace("/w/2"), SheetNumber = 2 });
        await AssertCount(3, new OutcomeQuery
        {
            JobHash = LearningHash.OfJob("b"),
            WorkspaceHash = LearningHash.OfWorkspace("/w/2"),
        });
        await AssertCount(1, new OutcomeQuery
        {
            JobHash = LearningHash.OfJob("b"),
            WorkspaceHash = LearningHash.OfWorkspace("/w/2"),
            SheetNumber = 2,
        });
        await AssertCount(0, new OutcomeQuery { JobHash = LearningHash.OfJob("c") });
    }

    [Fact]
    public async Task A_long_listing_returns_every_outcome_once_and_can_be_paged()
    {
        for (int batch = 0; batch < 5; batch++)
        {
            await Store.RecordOutcomesAsync(
                [.. Enumerable.Range(0, 50).Select(n => Report(sheet: (batch * 50) + n))], Cancellation);
            if (batch % 2 == 0)
                Tick();
        }

        int[] all = [.. Enumerable.Range(0, 250).Reverse()];
        Assert.Equal(all, (await List()).Select(outcome => outcome.SheetNumber));
        Assert.Equal(
            all[120..150],
            (await List(new OutcomeQuery { Skip = 120, First = 30 })).Select(outcome => outcome.SheetNumber));
        Assert.Empty(await List(new OutcomeQuery { First = 0 }));
        Assert.Empty(await List(new OutcomeQuery { Skip = 250 }));
    }

    [Fact]
    public async Task Recording_continues_while_a_listing_is_read()
    {
        await Store.RecordOutcomesAsync([.. Enumerable.Range(1, 150).Select(n => Report(sheet: n))], Cancellation);

        int count = 0;
        await foreach (LearnedOutcome outcome in Store.ListOutcomesAsync(new OutcomeQuery(), Cancellation))
        {
            count++;
            Tick();
            await Record(Report(sheet: 1000));
        }

        Assert.Equal(150, count);
    }

    [Fact]
    public async Task A_clock_that_goes_backwards_causes_no_error()
    {
        LearnedOutcome first = await Record(Report());
        Time.AdjustTime(Start.AddDays(-1));
        LearnedOutcome second = await Record(Report());
        await Record(Recovery());

        Assert.Equal([first.Id, second.Id], (await List()).Select(outcome => outcome.Id));
        Assert.Equal(1, (await Store.GetWaitSamplesAsync("E101", null, Cancellation)).Count);
    }

    [Fact]
    public async Task The_statistics_count_outcomes_recoveries_and_workspaces()
    {
        Assert.Equal(LearningStatistics.None, await Store.GetStatisticsAsync(Cancellation));

        await Record(Report(workspace: "/w/1") with { SuccessWithoutRetry = true });
        await Record(Report(workspace: "/w/1") with { SuccessWithoutRetry = false });
        await Record(Report(workspace: "/w/2") with { SuccessWithoutRetry = true });
        await Record(Report(workspace: "/w/2/") with { SuccessWithoutRetry = true });
        await Record(Recovery());

        LearningStatistics statistics = await Store.GetStatisticsAsync(Cancellation);
        Assert.Equal(4, statistics.TotalExecutions);
        Assert.Equal(0.75, statistics.SuccessWithoutRetryRate);
        Assert.Equal(2, statistics.UniqueWorkspaces);
        Assert.Equal(1, statistics.TotalErrorRecoveries);
        Assert.Equal(0, statistics.TotalPatterns);
        Assert.Equal(0, statistics.AveragePatternEffectiveness);
    }

    [Fact]
    public async Task An_outcome_with_a_known_id_is_recorded_once()
    {
        OutcomeReport report = Report() with { Id = "outcome-1" };
        await Record(report);
        await Record(Report(sheet: 2));

        IReadOnlyList<LearnedOutcome> again = await Store.RecordOutcomesAsync(
            [report with { RetryCount = 5 }, report with { Id = "outcome-2" }, report with { Id = "outcome-2" }], Cancellation);

        Assert.Equal("outcome-2", Assert.Single(again).Id);
        Assert.Equal(["outcome-1", "outcome-2"], (await List()).Where(o => o.SheetNumber == 1).Select(o => o.Id).Order());
        Assert.Equal(0, (await List()).Single(outcome => outcome.Id == "outcome-1").RetryCount);
        LearningStatistics statistics = await Store.GetStatisticsAsync(Cancellation);
        Assert.Equal((3, 1), (statistics.TotalExecutions, statistics.SuccessWithoutRetryRate));
    }

    [Fact]
    public async Task No_outcome_is_recorded_if_one_is_rejected()
    {
        await Fails(
            MarianneError.InvalidRecord,
            () => Store.RecordOutcomesAsync([Report(), Report() with { ValidationPassRate = 1.1 }], Cancellation).AsTask());

        Assert.Empty(await List());
        Assert.Empty(await Store.RecordOutcomesAsync([], Cancellation));
    }

    [Fact]
    public async Task A_call_of_a_closed_store_is_an_error()
    {
        await Record(Report());
        await Store.DisposeAsync();

        await Fails(MarianneError.StoreClosed, () => Store.GetStatisticsAsync(Cancellation).AsTask());
        await Fails(MarianneError.StoreClosed, () => Record(Report()));
        await Fails(MarianneError.StoreClosed, () => List());
    }

    private async Task AssertCount(int expected, OutcomeQuery query)
    {
        Assert.Equal(expected, (await List(query)).Count);
        Assert.Equal(expected, await Store.CountOutcomesAsync(query, Cancellation));
    }
}
