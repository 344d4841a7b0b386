using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_store_keeps_everything_until_a_rule_is_set()
    {
        Assert.Equal(RetentionRule.None, await Store.GetRetentionAsync(Cancellation));
        Assert.Null(await Store.BeginCleaningAsync(Turn, Cancellation));

        await SaveNew();
        Assert.Equal(RetentionRule.None, await Store.GetRetentionAsync(Cancellation));
        Assert.Null(await Store.BeginCleaningAsync(Turn, Cancellation));
    }

    [Fact]
    public async Task A_rule_is_kept_and_changed()
    {
        var rule = new RetentionRule
        {
            Completed = TimeSpan.FromDays(30),
            Failed = TimeSpan.FromHours(1.5),
            Learned = TimeSpan.FromDays(9),
            Keep = 7,
        };

        Assert.Equal(rule, await Store.SetRetentionAsync(_ => rule, Cancellation));
        Assert.Equal(rule, await CreateSecondStore().GetRetentionAsync(Cancellation));

        RetentionRule changed = await Store.SetRetentionAsync(
            current => current with { Failed = null, Cancelled = TimeSpan.Zero, Learned = null }, Cancellation);
        Assert.Equal(rule with { Failed = null, Cancelled = TimeSpan.Zero, Learned = null }, changed);
        Assert.Equal(changed, await Store.GetRetentionAsync(Cancellation));
    }

    [Fact]
    public async Task One_process_at_a_time_clears_by_the_rule()
    {
        var rule = new RetentionRule { Cancelled = TimeSpan.FromDays(1) };
        await Store.SetRetentionAsync(_ => rule, Cancellation);
        IJobStore second = CreateSecondStore();

        Assert.Equal(rule, await Store.BeginCleaningAsync(Turn, Cancellation));
        Assert.Null(await second.BeginCleaningAsync(Turn, Cancellation));

        Time.Advance(Turn); // The first one was killed.
        Assert.Equal(rule, await second.BeginCleaningAsync(Turn, Cancellation));
        await second.EndCleaningAsync(TimeSpan.FromHours(1), Cancellation);

        Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(await Store.BeginCleaningAsync(Turn, Cancellation));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(rule, await Store.BeginCleaningAsync(Turn, Cancellation));

        await Store.SetRetentionAsync(current => current with { Keep = 3 }, Cancellation);
        Assert.Equal(rule with { Keep = 3 }, await second.BeginCleaningAsync(Turn, Cancellation));
        await Store.SetRetentionAsync(_ => RetentionRule.None, Cancellation);
        Assert.Equal(RetentionRule.None, await second.BeginCleaningAsync(Turn, Cancellation)); // Jobs may have rules of their own.
    }

    [Fact]
    public async Task A_store_whose_jobs_have_rules_is_looked_at_without_a_rule_of_its_own()
    {
        await Store.NoteOwnRulesAsync(Cancellation);
        IJobStore second = CreateSecondStore();

        Assert.Equal(RetentionRule.None, await second.GetRetentionAsync(Cancellation));
        Assert.Equal(RetentionRule.None, await second.BeginCleaningAsync(Turn, Cancellation));
        await second.EndCleaningAsync(TimeSpan.FromHours(1), Cancellation);

        await Store.NoteOwnRulesAsync(Cancellation);
        Assert.Null(await second.BeginCleaningAsync(Turn, Cancellation));
    }

    [Fact]
    public async Task The_rule_of_the_store_stays_when_its_jobs_have_rules()
    {
        var rule = new RetentionRule { Failed = TimeSpan.FromDays(3), Keep = 2 };
        await Store.SetRetentionAsync(_ => rule, Cancellation);
        await Store.NoteOwnRulesAsync(Cancellation);

        Assert.Equal(rule, await Store.GetRetentionAsync(Cancellation));
        Assert.Equal(rule, await Store.BeginCleaningAsync(Turn, Cancellation));
    }
}
