using Marianne.Jobs;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of files whose name is not that of the job in them.</summary>
public sealed class RenamedFileTests : JsonTestBase
{
    [Fact]
    public async Task A_copy_under_another_name_is_an_error_and_not_a_second_job()
    {
        await Store.SaveAsync(new Job("j1", "One", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        File.Copy(Folder["j1.json"], Folder["backup.json"]);

        await ListsOnly("j1", "backup.json", "it contains the job 'j1', whose file is 'j1.json'");
    }

    [Fact]
    public async Task A_renamed_file_is_an_error_and_no_job()
    {
        await Store.SaveAsync(new Job("j1", "One", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.SaveAsync(new Job("j:3", "Three", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        File.Move(Folder["j_3.json"], Folder["other.json"]);

        await ListsOnly("j1", "other.json", "it contains the job 'j:3', whose file is 'j_3.json'");
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData("j:1")]
    public async Task A_copy_under_the_other_name_that_the_job_could_have_is_not_a_second_job(string id)
    {
        await Store.SaveAsync(new Job(id, "One", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        string[] names = [.. JobFileName.Of(id).Select(stem => stem + ".json")];
        Assert.Equal(2, names.Length);
        File.Copy(Folder[names[0]], Folder[names[1]]);

        await ListsOnly(id, names[1], $"it contains the job '{id}', which is read from '{names[0]}'");
        await Fails(MarianneError.StoreCorrupt, () => Store.CountAsync(JobQuery.All, Cancellation).AsTask());
        Assert.NotNull(await Store.LoadAsync(id, Cancellation));
    }

    [Fact]
    public async Task Two_jobs_that_share_a_name_are_both_listed()
    {
        foreach (string id in (string[])["j:1", "j/1"])
            await Store.SaveAsync(new Job(id, id, 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);

        List<Job> jobs = await Store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["j/1", "j:1"], jobs.Select(job => job.Id).Order(StringComparer.Ordinal));
    }

    private async Task ListsOnly(string id, string file, string why)
    {
        var found = new List<string>();
        MarianneException error = await Fails(MarianneError.StoreCorrupt, async () =>
        {
            await foreach (Job job in Store.ListAsync(JobQuery.All, Cancellation))
                found.Add(job.Id);
        });

        Assert.Equal([id], found);
        Assert.Equal(Folder[file], error.Target);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
