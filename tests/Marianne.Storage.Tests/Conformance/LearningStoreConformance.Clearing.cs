using Marianne.Learning;
using Marianne.Waits;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    [Fact]
    public async Task What_is_old_is_measured_and_cleared()
    {
        await Record(Report(sheet: 1));
        Time.Advance(TimeSpan.FromDays(10));
        await Record(Report(sheet: 2));
        await Record(Recovery());

        DateTimeOffset before = Start.AddDays(1);
        LearnedAmount measured = await Store.MeasureOldAsync(before, Cancellation);
        LearnedAmount cleared = await ClearAllAsync(before);

        Assert.Equal((1, 0), (measured.Outcomes, measured.Recoveries));
        Assert.Equal((1, 0), (cleared.Outcomes, cleared.Recoveries));
        Assert.Equal([2], (await List()).Select(outcome => outcome.SheetNumber));
        Assert.Equal(default, await Store.MeasureOldAsync(before, Cancellation));
        Assert.Equal(default, await ClearAllAsync(before));
    }

    [Fact]
    public async Task The_newest_recoveries_of_each_code_model_and_service_stay()
    {
        (string Code, string? Model, string? Service)[] groups =
            [("E1", null, null), ("E1", "opus", null), ("E1", "opus", "api"), ("E2", null, "api")];
        for (int wait = 1; wait <= 230; wait++)
        {
            await Store.RecordRecoveriesAsync(
                [.. groups.Select(group => Recovery(group.Code, wait, model: group.Model) with { Service = group.Service, Since = Start })],
                Cancellation);
            Tick();
        }

        LearnedAmount cleared = await ClearAllAsync(Time.GetUtcNow());

        Assert.Equal(4 * 30, cleared.Recoveries);
        List<LearnedRecovery> left = await List(new RecoveryQuery());
        foreach ((string code, string? model, string? service) in groups)
        {
            Assert.Equal(
                Enumerable.Range(31, 200).Reverse(),
                left.Where(one => (one.ErrorCode, one.Model, one.Service) == (code, model, service))
                    .Select(one => (int)one.ActualWait.TotalSeconds));
        }
    }

    [Fact]
    public async Task The_figures_of_what_was_cleared_stay_in_the_statistics()
    {
        for (int number = 1; number <= 260; number++)
        {
            await Record(Recovery("E1", number, number % 4 == 0, number % 2 == 0 ? "opus" : null));
            Time.Advance(TimeSpan.FromMinutes(7));
        }

        await Record(Report(workspace: "/one"));
        await Record(Report(workspace: "/one") with { RetryCount = 1 });
        await Record(Report(workspace: "/two"));
        Time.Advance(TimeSpan.FromDays(1));
        await Record(Report(workspace: "/two"));
        (LearningStatistics, List<RecoveryHour>, List<RecoveryHour>) before = await AnswersAsync();

        LearnedAmount cleared = await ClearAllAsync(Time.GetUtcNow() - TimeSpan.FromHours(12));

        Assert.Equal(3, cleared.Outcomes);
        Assert.Equal(0, cleared.Recoveries); // Neither group has more than 200.
        await Store.RecordRecoveriesAsync([.. Enumerable.Repeat(Recovery("E1", 1, false, "opus"), 300)], Cancellation);
        await Store.RecordRecoveriesAsync([.. Enumerable.Repeat(Recovery("E1", 1, false), 300)], Cancellation);
        (LearningStatistics, List<RecoveryHour>, List<RecoveryHour>) more = await AnswersAsync();
        Assert.Equal(before.Item1 with { TotalErrorRecoveries = 860 }, more.Item1);

        cleared = await ClearAllAsync(Time.GetUtcNow() - TimeSpan.FromHours(12));

        Assert.Equal(260 - 20, cleared.Recoveries); // The newest 20 successes stay, beside the newest 200.
        Assert.Equal(620, await Store.CountRecoveriesAsync(new RecoveryQuery(), Cancellation));
        (LearningStatistics, List<RecoveryHour>, List<RecoveryHour>) after = await AnswersAsync();
        Assert.Equal(more.Item1, after.Item1);
        Assert.Equal(more.Item2, after.Item2);
        Assert.Equal(more.Item3, after.Item3);

        async Task<(LearningStatistics, List<RecoveryHour>, List<RecoveryHour>)> AnswersAsync() => (
            await Store.GetStatisticsAsync(Cancellation),
            [.. await Store.GetRecoveryHoursAsync("E1", "opus", Cancellation)],
            [.. await Store.GetRecoveryHoursAsync(null, null, Cancellation)]);
    }

    [Fact]
    public async Task Waits_are_learned_from_the_same_recoveries_after_clearing()
    {
        var random = new Random(11);
        for (int number = 1; number <= 700; number++)
        {
            await Record(Recovery("E1", random.Next(1, 900), random.Next(12) == 0, random.Next(2) == 0 ? "opus" : null) with
            {
                Service = random.Next(3) == 0 ? "api" : null,
                Since = Start,
            });
            Tick();
        }

        string[] before = await AnswersAsync();
        LearnedAmount cleared = await ClearAllAsync(Time.GetUtcNow());

        Assert.InRange(cleared.Recoveries, 50, 400);
        Assert.Equal(before, await AnswersAsync());

        async Task<string[]> AnswersAsync()
        {
            List<string> answers = [];
            foreach (string? model in (string?[])[null, "opus"])
            {
                WaitSamples samples = await Store.GetWaitSamplesAsync("E1", model, Cancellation);
                answers.Add($"{samples.Count}: {string.Join(' ', samples.Recent)}");
                foreach (string? service in (string?[])[null, "api"])
                {
                    WaitHistory history = await Store.GetWaitHistoryAsync("E1", model, service, Cancellation);
                    answers.Add(string.Join(' ', history.Rows.Select(row => $"{row.Waited}/{row.Recovered}/{row.Incident}")));
                }
            }

            return [.. answers];
        }
    }

    [Fact]
    public async Task It_is_known_until_when_outcomes_were_cleared()
    {
        Assert.Null(await Store.GetClearedUntilAsync(Cancellation));
        LearnedOutcome first = await Record(Report(workspace: "/one"));
        Tick();
        LearnedOutcome second = await Record(Report(workspace: "/two"));
        Assert.Null(await Store.GetClearedUntilAsync(Cancellation));

        await ClearAllAsync(second.CompletedAt!.Value);
        Assert.Equal(first.CompletedAt, await Store.GetClearedUntilAsync(Cancellation));
        await ClearAllAsync(second.CompletedAt.Value.AddSeconds(1));
        Assert.Equal(second.CompletedAt, await Store.GetClearedUntilAsync(Cancellation));
    }

    [Fact]
    public async Task Two_cleaners_count_a_record_once()
    {
        await Record(Report());
        Tick();
        OldLearning found = await Store.FindOldAsync(Time.GetUtcNow(), 10, Cancellation);

        Assert.Equal(1, (await Store.ClearOldAsync(found, Cancellation)).Outcomes);
        Assert.Equal(default, await Store.ClearOldAsync(found, Cancellation));
        Assert.Equal(1, (await Store.GetStatisticsAsync(Cancellation)).TotalExecutions);
        Assert.Equal(default, await Store.ClearOldAsync(OldLearning.None, Cancellation));
    }

    private async Task<LearnedAmount> ClearAllAsync(DateTimeOffset before)
    {
        LearnedAmount total = default;
        while (await Store.FindOldAsync(before, 50, Cancellation) is { IsEmpty: false } found)
            total += await Store.ClearOldAsync(found, Cancellation);
        return total;
    }
}
