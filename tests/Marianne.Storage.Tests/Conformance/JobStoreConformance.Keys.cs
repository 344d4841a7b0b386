using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private static readonly JobKey Key = JobKey.Of("nightly", "/srv/nightly");

    [Fact]
    public async Task A_key_belongs_to_one_unfinished_job()
    {
        Assert.Null(await Create("first"));

        Assert.Equal("first", await Create("second"));
        Assert.Equal("first", await Create("third"));
        Assert.Null(await Create("fourth", JobKey.Of("nightly", "/srv/other")));
        Assert.Null(await Create("fifth", JobKey.Of("weekly", "/srv/nightly")));
        Assert.Equal(["fifth", "first", "fourth"], (await ListIds()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_created_job_is_saved_like_others()
    {
        Job job = NewJob("first");
        job.Tag = ["ops"];

        Assert.Null(await Store.CreateAsync(job, Key, _ => true, Cancellation));
        Job stored = await Load("first");
        Assert.Equal((job.UpdatedAt, 3, JobStatus.Pending), (stored.UpdatedAt, stored.TotalSheets, stored.Status));
        Assert.Equal(["ops"], stored.Tag);

        job.Description = "later";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal("later", (await Load("first")).Description);
    }

    [Fact]
    public async Task A_key_is_that_of_all_processes()
    {
        await using IJobStore second = CreateSecondStore();
        Assert.Null(await Create("first"));
        Assert.Equal("first", await second.CreateAsync(NewJob("second"), Key, _ => true, Cancellation));

        // As a process that is killed while its job runs.
        await Store.UpdateAsync("first", new JobUpdate.Run(Processes.Current), Cancellation);
        Assert.Equal("first", await second.CreateAsync(NewJob("second"), Key, _ => true, Cancellation));
    }

    [Fact]
    public async Task A_job_that_can_be_resumed_keeps_its_key()
    {
        Assert.Null(await Create("first"));
        foreach (JobUpdate update in (JobUpdate[])
            [
                new JobUpdate.Run(Processes.Current), new JobUpdate.Pause(), new JobUpdate.Fail("why"), new JobUpdate.Resume(),
            ])
        {
            await Store.UpdateAsync("first", update, Cancellation);
            Assert.Equal("first", await Create("second"));
        }
    }

    [Fact]
    public async Task A_cancelled_job_releases_its_key()
    {
        Assert.Null(await Create("first"));
        await Store.UpdateAsync("first", new JobUpdate.Cancel(), Cancellation);

        Assert.Null(await Create("second"));
        Assert.Equal("second", await Create("third"));
    }

    [Fact]
    public async Task A_completed_job_releases_its_key()
    {
        Assert.Null(await Create("first", sheets: 1));
        await UpdateSheet(1, StartHere, "first");
        await UpdateSheet(1, Complete, "first");
        Assert.Equal(JobStatus.Completed, (await Load("first")).Status);

        Assert.Null(await Create("second"));
        Assert.Equal("second", await Create("third"));
    }

    [Fact]
    public async Task A_removed_job_releases_its_key()
    {
        Assert.Null(await Create("first"));
        Assert.True(await Store.DeleteAsync("first", Cancellation));

        Assert.Null(await Create("second"));
        Assert.Equal("second", await Create("third"));
    }

    [Fact]
    public async Task A_job_gives_its_key_up_if_it_is_told_to()
    {
        Job? asked = null;
        Assert.Null(await Create("first"));
        Assert.Null(await Store.CreateAsync(NewJob("second"), Key, Refuse, Cancellation));

        Assert.Equal("first", asked?.Id);
        Assert.Equal("second", await Create("third"));
        Assert.Equal(["first", "second"], (await ListIds()).Order(StringComparer.Ordinal));

        bool Refuse(Job other)
        {
            asked = other;
            return false;
        }
    }

    [Fact]
    public async Task A_job_that_exists_is_not_created_and_gets_no_key()
    {
        await SaveNew("first");
        MarianneException error = await Fails(MarianneError.JobExists, () => Create("first"));
        Assert.Contains("first", error.Message, StringComparison.Ordinal);

        Assert.True(await Store.DeleteAsync("first", Cancellation));
        Assert.Null(await Create("second"));
        Assert.Equal("second", await Create("third"));
    }

    [Fact]
    public async Task Simultaneous_creations_with_one_key_create_one_job()
    {
        IJobStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => CreateContender())];
        await Store.OpenAsync(mustExist: false, Cancellation);
        for (int round = 0; round < 5; round++)
        {
            var key = JobKey.Of($"round {round}", "/srv/nightly");
            string?[] holders = await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(
                () => stores[turn % 4].CreateAsync(NewJob($"{round}-{turn}"), key, _ => true, Cancellation).AsTask(), Cancellation)));

            string id = Assert.Single(await ListIds(new JobQuery { IdPrefix = $"{round}-" }));
            Assert.Equal(1, holders.Count(holder => holder is null));
            Assert.Equal(7, holders.Count(holder => holder == id));
        }

        foreach (IJobStore store in stores)
            await store.DisposeAsync();
    }

    private Task<string?> Create(string id, JobKey? key = null, int sheets = 3) =>
        Store.CreateAsync(NewJob(id, sheets), key ?? Key, _ => true, Cancellation).AsTask();
}
