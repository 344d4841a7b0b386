using Marianne.Jobs;
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
