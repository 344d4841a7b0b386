using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of clearing a file in several steps.</summary>
public sealed class ClearingStepTests : SqliteTestBase
{
    [Theory]
    [InlineData(HistoryPart.Jobs)]
    [InlineData(HistoryPart.Attempts)]
    [InlineData(HistoryPart.Output)]
    public async Task A_job_that_is_cleared_in_several_steps_is_counted_once(HistoryPart part)
    {
        await using var store = new SqliteJobStore(StatePath, new HurryingTime(), Processes);
        var job = new Job("nightly", "Name", 1, Time.GetUtcNow()) { Status = JobStatus.Completed, CompletedAt = Time.GetUtcNow() };
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        var attempt = new Execution(0, job.Id, 1, 1, "p", "o", 0, null, Time.GetUtcNow());
        await store.RecordExecutionsAsync([.. Enumerable.Repeat(attempt, 50)], Cancellation);
        EndedJob ended = EndedJob.Of((await store.LoadAsync(job.Id, Cancellation))!)!;
        HistoryAmount measured = (await store.MeasureHistoryAsync(part, [ended], Cancellation)).Amount;

        HistoryAmount cleared = default;
        int steps = 0;
        for (int finished = 0; finished == 0; steps++)
        {
            ClearedHistory step = await store.ClearHistoryAsync(part, [ended], Cancellation);
            finished = step.Finished;
            cleared += step.Amount;
        }

        Assert.True(steps > 1);
        Assert.Equal((1, 50), (cleared.Jobs, cleared.Attempts));
        Assert.Equal(measured, cleared);
    }

    /// <summary>A clock by which each step takes too long.</summary>
    private sealed class HurryingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimeSpan.TicksPerSecond * 5 / 1000);
    }
}
