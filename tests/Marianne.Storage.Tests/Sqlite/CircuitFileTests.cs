using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of circuit breakers in files of every version and condition.</summary>
public sealed class CircuitFileTests : LearningTestBase
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task A_missing_file_has_no_circuit_breakers_and_is_created_only_by_a_result()
    {
        ILearningStore store = Open();
        SharedCircuitBreaker breaker = Breaker(store);

        CircuitPermit pass = Assert.NotNull((await breaker.EnterAsync(AttemptLimit, Cancellation)).Pass);
        await breaker.GiveBackAsync(pass, Cancellation);
        Assert.Empty(await store.ListCircuitsAsync(Cancellation));
        Assert.Null(await store.GetCircuitAsync("claude", Cancellation));
        Assert.False(await store.DeleteCircuitAsync("claude", Cancellation));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));

        await breaker.SucceedAsync(pass, Cancellation);
        Assert.Single(await store.ListCircuitsAsync(Cancellation));
    }

    [Fact]
    public async Task A_disabled_circuit_breaker_does_not_touch_the_file()
    {
        var options = new CircuitBreakerOptions { Enabled = false };
        var breaker = new SharedCircuitBreaker(Open(), "claude", options, Time);

        CircuitAdmission entry = await breaker.EnterAsync(AttemptLimit, Cancellation);
        Assert.Equal(CircuitPermit.Unwatched, entry.Pass);
        await breaker.SucceedAsync(entry.Pass!.Value, Cancellation);
        await breaker.FailAsync(entry.Pass!.Value, Cancellation);
        await breaker.GiveBackAsync(entry.Pass!.Value, Cancellation);

        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
    }

    [Theory]
    [InlineData("DROP TABLE rate_limit_events; UPDATE schema_version SET version = 9")]
    [InlineData("SELECT 1")]
    public async Task Another_implementations_file_gets_the_table_with_the_first_result(string change)
    {
        Fixture("learning-v15.db");
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute(change);
        byte[] before = File.ReadAllBytes(LearningPath);

        ILearningStore store = Open();
        SharedCircuitBreaker breaker = Breaker(store);
        CircuitPermit pass = Assert.NotNull((await breaker.EnterAsync(AttemptLimit, Cancellation)).Pass);
        Assert.Empty(await store.ListCircuitsAsync(Cancellation));
        Assert.Equal(before, File.ReadAllBytes(LearningPath));

        await breaker.FailAsync(pass, Cancellation);

        Assert.Equal(1, (await store.GetCircuitAsync("claude", Cancellation))!.State.Failures);
        using var after = new PlainSqlite(LearningPath);
        Assert.Equal(220L, after.Scalar("SELECT count(*) FROM executions"));
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_gets_the_table_under_open_stores()
    {
        await Record(Open());
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute("DROP TABLE marianne_circuits");

        ILearningStore reader = Open();
        Assert.Empty(await reader.ListCircuitsAsync(Cancellation));
        await Breaker(Open()).FailAsync(new CircuitPermit(0), Cancellation);

        Assert.Single(await reader.ListCircuitsAsync(Cancellation));
    }

    [Theory]
    [InlineData("position", "ajar")]
    [InlineData("position", null)]
    [InlineData("opened_at", "yesterday")]
    [InlineData("opened_at", 5)]
    [InlineData("probe_until", "soon")]
    [InlineData("failures", "many")]
    [InlineData("successes", -1)]
    [InlineData("failures_in_a_row", 1.5)]
    [InlineData("generation", "last")]
    [InlineData("is_forced", "perhaps")]
    [InlineData("recovery_timeout_seconds", "long")]
    [InlineData("updated_at", "then")]
    public async Task A_damaged_circuit_breaker_is_reported_and_can_be_reset(string column, object? value)
    {
        ILearningStore store = Open();
        SharedCircuitBreaker breaker = Breaker(store);
        await breaker.FailAsync(new CircuitPermit(0), Cancellation);
        await new SharedCircuitBreaker(store, "sound", new CircuitBreakerOptions(), Time)
            .SucceedAsync(new CircuitPermit(0), Cancellation);
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute($"UPDATE marianne_circuits SET {column} = @1 WHERE name = 'claude'", value);

        Circuit damaged = (await store.GetCircuitAsync("claude", Cancellation))!;
        UnreadableValue unreadable = Assert.Single(damaged.Unreadable);
        Assert.Equal(column, unreadable.Column);
        Assert.Equal(2, (await store.ListCircuitsAsync(Cancellation)).Count);

        MarianneException error = await Fails(
            MarianneError.CircuitDamaged, () => breaker.EnterAsync(AttemptLimit, Cancellation).AsTask());
        Assert.Equal("claude", error.Target);
        Assert.Contains(column, error.Message, StringComparison.Ordinal);
        await Fails(MarianneError.CircuitDamaged, () => breaker.FailAsync(new CircuitPermit(0), Cancellation).AsTask());
        Assert.Throws<MarianneException>(() => damaged.Force(CircuitPosition.Open, Time.GetUtcNow()));
        Assert.Throws<MarianneException>(() => CircuitBreakerStatus.Of(damaged, Time.GetUtcNow()));

        await store.UpdateCircuitAsync("claude", circuit => circuit!.Reset(), Cancellation);

        Assert.Empty((await store.GetCircuitAsync("claude", Cancellation))!.Unreadable);
        Assert.NotNull((await breaker.EnterAsync(AttemptLimit, Cancellation)).Pass);
        Assert.Equal(1, (await store.GetCircuitAsync("sound", Cancellation))!.State.Successes);
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task Circuit_breakers_of_a_read_only_file_can_be_listed_and_entered_but_not_written()
    {
        ILearningStore writer = Open();
        await Breaker(writer).SucceedAsync(new CircuitPermit(0), Cancellation);
        await writer.DisposeAsync();
        Assert.SkipUnless(Attribute("+i"), "The file cannot be made immutable here.");
        try
        {
            ILearningStore store = Open();
            Assert.Equal("claude", Assert.Single(await store.ListCircuitsAsync(Cancellation)).Name);
            CircuitPermit pass = Assert.NotNull((await Breaker(store).EnterAsync(AttemptLimit, Cancellation)).Pass);
            await Fails(MarianneError.StoreReadOnly, () => Breaker(store).FailAsync(pass, Cancellation).AsTask());
        }
        finally
        {
            Attribute("-i");
        }
    }

    [Fact]
    public async Task The_position_is_a_word_and_the_times_are_utc()
    {
        SharedCircuitBreaker breaker = Breaker(Open());
        await breaker.FailAsync(new CircuitPermit(0), Cancellation);

        using var plain = new PlainSqlite(LearningPath);
        Assert.Equal(
            [
                "name claude | position open | failures_in_a_row 1 | failures 1 | successes 0 | "
                + "opened_at 2026-12-01T07:05:09.000000+00:00 | is_forced 0 | probe_until NULL | generation 1 | "
                + "failure_threshold 1 | recovery_timeout_seconds 300 | updated_at 2026-12-01T07:05:09.000000+00:00",
            ],
            plain.Rows("SELECT * FROM marianne_circuits"));
    }

    private SharedCircuitBreaker Breaker(ILearningStore store) =>
        new(store, "claude", new CircuitBreakerOptions { FailureThreshold = 1 }, Time);
}
