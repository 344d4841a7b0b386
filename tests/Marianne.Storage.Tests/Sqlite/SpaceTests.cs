using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of giving back the space of what was cleared.</summary>
public sealed class SpaceTests : SqliteTestBase
{
    private const int Jobs = 300;

    [Fact]
    public async Task A_new_file_can_be_made_smaller_in_steps()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using PlainSqlite file = new(StatePath);
        Assert.Equal(2L, file.Scalar("PRAGMA auto_vacuum"));

        await using var learning = new SqliteLearningStore(Folder["learning.db"], Time);
        await learning.OpenAsync(mustExist: false, Cancellation);
        using PlainSqlite other = new(Folder["learning.db"]);
        Assert.Equal(2L, other.Scalar("PRAGMA auto_vacuum"));
    }

    [Fact]
    public async Task An_existing_file_stays_as_it_is()
    {
        File.Copy(Fixtures.PathOf("state-v4.db"), StatePath);
        IJobStore store = Open();
        await SaveNew(store, "another");
        await ClearAll(store);

        using PlainSqlite file = new(StatePath);
        Assert.Equal(0L, file.Scalar("PRAGMA auto_vacuum"));
        Assert.Equal("ok", file.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task An_existing_file_that_is_rewritten_is_small_and_can_shrink_in_steps_from_then_on()
    {
        File.Copy(Fixtures.PathOf("state-v4.db"), StatePath);
        IJobStore store = Open();
        await FillAsync(store);
        long before = new FileInfo(StatePath).Length;
        await ClearAll(store);
        Assert.True(new FileInfo(StatePath).Length >= before / 2);

        Assert.Equal(ReleasedSpace.All, await store.CompactAsync(Cancellation));

        Assert.True(new FileInfo(StatePath).Length < before / 20);
        Assert.Equal(0, new FileInfo(StatePath + "-wal").Length);
        using PlainSqlite file = new(StatePath);
        Assert.Equal(2L, file.Scalar("PRAGMA auto_vacuum"));
        Assert.Equal("ok", file.Scalar("PRAGMA integrity_check"));
        await SaveNew(store, "another");
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_not_rewritten() => Assert.Null(await Open().CompactAsync(Cancellation));

    [Fact]
    public async Task Cleared_history_leaves_a_small_file_and_an_empty_log()
    {
        IJobStore store = Open();
        await FillAsync(store);
        long before = new FileInfo(StatePath).Length;

        List<bool> more = await ClearAll(store);

        Assert.True(new FileInfo(StatePath).Length < before / 20);
        Assert.Equal(0, new FileInfo(StatePath + "-wal").Length);
        Assert.True(more.Count > 2); // In steps, between which others can write.
        using PlainSqlite file = new(StatePath);
        Assert.Equal("ok", file.Scalar("PRAGMA integrity_check"));
        Assert.Equal((long)Jobs, file.Scalar("SELECT sum(jobs) FROM marianne_archived_figures"));
    }

    [Fact]
    public async Task A_reader_that_does_not_end_is_named()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using PlainSqlite reader = new(StatePath);
        reader.Execute("BEGIN");
        reader.Scalar("SELECT count(*) FROM jobs");
        await FillAsync(store);

        ReleasedSpace step = await store.ReleaseSpaceAsync(Cancellation);
        while (step.HasMore)
            step = await store.ReleaseSpaceAsync(Cancellation);

        Assert.Contains(StatePath, step.Obstacle, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.Contains($"the process {Environment.ProcessId} (", step.Obstacle, StringComparison.Ordinal);

        reader.Execute("COMMIT");
        Assert.Equal(ReleasedSpace.All, await store.ReleaseSpaceAsync(Cancellation));
        Assert.Equal(0, new FileInfo(StatePath + "-wal").Length);
    }

    [Fact]
    public async Task A_reader_that_keeps_a_rewritten_file_from_shrinking_is_named()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using PlainSqlite reader = new(StatePath);
        reader.Execute("BEGIN");
        reader.Scalar("SELECT count(*) FROM jobs");

        string? obstacle = (await store.CompactAsync(Cancellation))!.Obstacle;

        Assert.Contains(StatePath, obstacle, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.Contains($"the process {Environment.ProcessId} (", obstacle, StringComparison.Ordinal);
        reader.Execute("COMMIT");
        Assert.Equal(ReleasedSpace.All, await store.CompactAsync(Cancellation));
    }

    private async Task FillAsync(IJobStore store)
    {
        byte[] random = new byte[36_000];
        new Random(1).NextBytes(random);
        string output = Convert.ToBase64String(random); // It cannot be compressed much.
        for (int number = 0; number < Jobs; number++)
        {
            var job = new Job($"filled-{number}", "many", 1, Time.GetUtcNow())
            {
                Status = JobStatus.Completed,
                CompletedAt = Time.GetUtcNow(),
            };
            await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
            await store.RecordExecutionsAsync([new(0, job.Id, 1, 1, null, output, 0, null, Time.GetUtcNow())], Cancellation);
        }
    }

    private static async Task<List<bool>> ClearAll(IJobStore store)
    {
        var query = new JobQuery { Statuses = EndedJob.Statuses };
        List<Job> jobs = await store.ListAsync(query, Cancellation).ToListAsync(Cancellation);
        List<EndedJob> ended = jobs.ConvertAll(job => EndedJob.Of(job)!);
        while (ended.Count > 0)
            ended.RemoveRange(0, (await store.ClearHistoryAsync(HistoryPart.Jobs, ended, Cancellation)).Finished);

        List<bool> more = [];
        do
            more.Add((await store.ReleaseSpaceAsync(Cancellation)).HasMore);
        while (more[^1]);
        return more;
    }
}
