using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>Tests of stores in the last second that a calendar has, in which no later time exists.</summary>
public sealed class EndOfCalendarTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.MaxValue);
    private readonly FakeProcessList _processes = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("json")]
    [InlineData("memory")]
    public async Task Jobs_are_saved_changed_and_listed(string kind)
    {
        await using IJobStore store = kind switch
        {
            "sqlite" => new SqliteJobStore(_folder["jobs.db"], _time, _processes),
            "json" => new JsonJobStore(_folder["jobs"], _time, _processes),
            _ => new MemoryJobStore(_time, _processes),
        };
        var job = new Job("j", "J", 2, _time.GetUtcNow());
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        job.Description = "changed";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await store.UpdateSheetAsync("j", 1, new SheetUpdate.Start(_processes.Current), Cancellation);
        await store.UpdateSheetAsync("j", 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
        await store.RecordExecutionsAsync(
            [new Execution(0, "j", 1, 1, null, null, 0, TimeSpan.FromSeconds(1), _time.GetUtcNow())], Cancellation);

        Job read = Assert.Single(await store
            .ListAsync(new JobQuery { UpdatedAfter = _time.GetUtcNow().AddDays(-1), UpdatedBefore = DateTimeOffset.MaxValue }, Cancellation)
            .ToListAsync(Cancellation));
        Assert.Empty(read.FindDamaged());
        Assert.Equal(SheetStatus.Completed, read.Sheets[0].Status);
        Assert.Equal(9999, read.UpdatedAt.Year);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Limits_and_circuit_breakers_are_recorded(bool isFile)
    {
        await using ILearningStore store = isFile
            ? new SqliteLearningStore(_folder["learning.db"], _time)
            : new MemoryLearningStore(_time);
        var limit = new LearnedRateLimit
        {
            ErrorCode = "E101",
            Duration = TimeSpan.FromHours(1),
            SourceJobHash = LearningHash.OfJob("j"),
        };
        Assert.Equal(9999, (await store.RecordRateLimitAsync(limit, Cancellation)).ExpiresAt.Year);
        await store.ListRateLimitsAsync(null, null, Cancellation);
        await store.ClearExpiredRateLimitsAsync(Cancellation);

        var breaker = new SharedCircuitBreaker(store, "claude", new CircuitBreakerOptions { FailureThreshold = 1 }, _time);
        CircuitPermit permit = Assert.NotNull((await breaker.EnterAsync(TimeSpan.FromMinutes(30), Cancellation)).Pass);
        await breaker.FailAsync(permit, Cancellation);
        Assert.Single(await store.ListCircuitsAsync(Cancellation));
    }
}
