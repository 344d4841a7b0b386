using Marianne.Learning;
using Marianne.Waits;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    [Fact]
    public async Task A_recovery_is_recorded_with_all_its_values_and_the_local_hour()
    {
        LearnedRecovery recorded = await Record(Recovery("E103", 12.345678, recovered: true, model: "opus"));

        LearnedRecovery read = Assert.Single(await List(new RecoveryQuery()));
        Assert.Equivalent(recorded, read, strict: true);
        Assert.True(Guid.TryParse(read.Id, out _));
        Assert.Equal("E103", read.ErrorCode);
        Assert.Equal("opus", read.Model);
        Assert.Equal(TimeSpan.FromSeconds(60), read.SuggestedWait);
        Assert.Equal(TimeSpan.FromSeconds(12.345678), read.ActualWait);
        Assert.True(read.Recovered);
        Assert.Equal(Start, read.RecordedAt);
        Assert.Equal(1, read.Hour);
    }

    [Fact]
    public async Task Recoveries_can_be_filtered_counted_and_paged()
    {
        foreach (string code in (string[])["E1", "E2"])
        {
            foreach (string? model in (string?[])["opus", null])
            {
                await Store.RecordRecoveriesAsync(
                    [.. Enumerable.Range(0, 60).Select(n => Recovery(code, n, n % 3 == 0, model))], Cancellation);
                Tick();
            }
        }

        await AssertCount(240, new RecoveryQuery());
        await AssertCount(120, new RecoveryQuery { ErrorCode = "E1" });
        await AssertCount(120, new RecoveryQuery { Model = "opus" });
        await AssertCount(80, new RecoveryQuery { Recovered = true });
        await AssertCount(160, new RecoveryQuery { Recovered = false });
        await AssertCount(20, new RecoveryQuery { ErrorCode = "E2", Model = "opus", Recovered = true });
        await AssertCount(40, new RecoveryQuery { ErrorCode = "E2", Model = "opus", Recovered = false });
        await AssertCount(0, new RecoveryQuery { ErrorCode = "E3" });

        List<LearnedRecovery> page = await List(new RecoveryQuery { ErrorCode = "E1", Skip = 58, First = 4 });
        Assert.Equal([1, 0, 59, 58], page.Select(recovery => (int)recovery.ActualWait.TotalSeconds));
        Assert.Equal([null, null, "opus", "opus"], page.Select(recovery => recovery.Model));
    }

    [Fact]
    public async Task A_wait_is_learned_from_the_twenty_most_recent_successes()
    {
        for (int wait = 1; wait <= 30; wait++)
        {
            await Record(Recovery(wait: wait));
            await Record(Recovery(wait: 1000, recovered: false));
            await Record(Recovery("E999", wait: 2000));
            Tick();
        }

        WaitSamples samples = await Store.GetWaitSamplesAsync("E101", null, Cancellation);
        Assert.Equal(Enumerable.Range(11, 20).Reverse().Select(wait => (double)wait), samples.Recent);
        Assert.Equal(30, samples.Count);
    }

    [Fact]
    public async Task A_wait_for_a_model_is_learned_from_that_model_alone()
    {
        await Record(Recovery(wait: 1, model: "opus"));
        await Record(Recovery(wait: 2, model: "sonnet"));
        await Record(Recovery(wait: 3));

        WaitSamples opus = await Store.GetWaitSamplesAsync("E101", "opus", Cancellation);
        Assert.Equal([1.0], opus.Recent);
        Assert.Equal(1, opus.Count);
        Assert.Equal(3, (await Store.GetWaitSamplesAsync("E101", null, Cancellation)).Count);

        WaitSamples none = await Store.GetWaitSamplesAsync("E101", "haiku", Cancellation);
        Assert.Empty(none.Recent);
        Assert.Equal(0, none.Count);
    }

    [Fact]
    public async Task An_attempt_is_recorded_with_its_incident()
    {
        LearnedRecovery attempt = Recovery("E103", 90, recovered: false) with
        {
            Incident = "i1",
            Since = Start.AddMinutes(-2),
            Hint = TimeSpan.FromSeconds(75.5),
            Service = "api.example",
        };
        LearnedRecovery recorded = await Record(attempt);

        LearnedRecovery read = Assert.Single(await List(new RecoveryQuery()));
        Assert.Equivalent(recorded, read, strict: true);
        Assert.Equal("i1", read.Incident);
        Assert.Equal(Start.AddMinutes(-2), read.Since);
        Assert.Equal(TimeSpan.FromSeconds(75.5), read.Hint);
        Assert.Equal("api.example", read.Service);
    }

    [Fact]
    public async Task An_attempt_with_a_beginning_has_an_incident_of_its_own()
    {
        LearnedRecovery plain = await Record(Recovery());
        LearnedRecovery one = await Record(Recovery() with { Since = Start });
        LearnedRecovery other = await Record(Recovery() with { Hint = TimeSpan.FromSeconds(9) });

        Assert.Null(plain.Incident);
        Assert.True(Guid.TryParse(one.Incident, out _));
        Assert.NotEqual(one.Incident, other.Incident);
        Assert.Null(other.Since);
    }

    [Fact]
    public async Task A_wait_history_has_the_most_recent_attempts_of_an_error()
    {
        double began = (Start - DateTimeOffset.UnixEpoch).TotalSeconds;
        for (int wait = 1; wait <= 230; wait++)
        {
            LearnedRecovery attempt = Recovery("E1", wait, wait % 2 == 0, wait % 5 == 0 ? "opus" : null);
            await Record(attempt with { Incident = $"i{wait / 3}", Since = Start });
            await Record(Recovery("E2", wait));
        }

        WaitHistory all = await Store.GetWaitHistoryAsync("E1", null, null, Cancellation);
        Assert.Equal(WaitHistory.MaximumRows, all.Rows.Count);
        Assert.Equal(new WaitRow(230, true, "i76", began), all.Rows[0]);
        Assert.Equal(new WaitRow(31, false, "i10", began), all.Rows[^1]);

        WaitHistory opus = await Store.GetWaitHistoryAsync("E1", "opus", null, Cancellation);
        Assert.Equal(Enumerable.Range(1, 46).Reverse().Select(n => n * 5d), opus.Rows.Select(row => row.Waited!.Value));

        Assert.Equal(new WaitRow(230, true), (await Store.GetWaitHistoryAsync("E2", null, null, Cancellation)).Rows[0]);
        Assert.Empty((await Store.GetWaitHistoryAsync("E3", null, null, Cancellation)).Rows);
    }

    [Fact]
    public async Task A_wait_history_of_a_service_has_only_its_attempts()
    {
        await Record(Recovery(wait: 1) with { Service = "one" });
        await Record(Recovery(wait: 2) with { Service = "two" });
        await Record(Recovery(wait: 3, model: "opus") with { Service = "one" });
        await Record(Recovery(wait: 4));

        WaitHistory one = await Store.GetWaitHistoryAsync("E101", null, "one", Cancellation);
        Assert.Equal([3d, 1d], one.Rows.Select(row => row.Waited!.Value));
        Assert.Equal([3d], (await Store.GetWaitHistoryAsync("E101", "opus", "one", Cancellation)).Rows.Select(row => row.Waited!.Value));
        Assert.Empty((await Store.GetWaitHistoryAsync("E101", null, "three", Cancellation)).Rows);
    }

    [Fact]
    public async Task Recoveries_are_counted_by_the_local_hour()
    {
        await Record(Recovery());
        await Record(Recovery(recovered: false, model: "opus"));
        Time.Advance(TimeSpan.FromHours(3));
        await Record(Recovery("E102"));

        Assert.Equal([new(1, 2, 1), new(4, 1, 1)], await Store.GetRecoveryHoursAsync(null, null, Cancellation));
        Assert.Equal([new(1, 2, 1)], await Store.GetRecoveryHoursAsync("E101", null, Cancellation));
        Assert.Equal([new(1, 1, 0)], await Store.GetRecoveryHoursAsync("E101", "opus", Cancellation));
        Assert.Equal([new(1, 1, 0)], await Store.GetRecoveryHoursAsync(null, "opus", Cancellation));
        Assert.Empty(await Store.GetRecoveryHoursAsync("E999", null, Cancellation));
    }

    [Fact]
    public async Task A_recovery_with_a_known_id_is_recorded_once()
    {
        LearnedRecovery recovery = Recovery() with { Id = "recovery-1" };
        await Record(recovery);

        IReadOnlyList<LearnedRecovery> again = await Store.RecordRecoveriesAsync([recovery, Recovery()], Cancellation);

        Assert.NotEqual("recovery-1", Assert.Single(again).Id);
        await AssertCount(2, new RecoveryQuery());
        Assert.Equal([new(1, 2, 2)], await Store.GetRecoveryHoursAsync("E101", null, Cancellation));
    }

    [Fact]
    public async Task No_recovery_is_recorded_if_one_is_rejected()
    {
        await Fails(
            MarianneError.InvalidRecord,
            () => Store.RecordRecoveriesAsync([Recovery(), Recovery(wait: -1)], Cancellation).AsTask());

        await AssertCount(0, new RecoveryQuery());
    }

    private async Task AssertCount(int expected, RecoveryQuery query)
    {
        Assert.Equal(expected, (await List(query)).Count);
        Assert.Equal(expected, await Store.CountRecoveriesAsync(query, Cancellation));
    }
}
