using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task Tags_are_stored_in_their_order_each_once()
    {
        await SaveNew(change: job => job.Tag = [" ops ", "Night", "OPS", HardTag]);

        string[] expected = ["ops", "Night", HardTag];
        Assert.Equal(expected, (await Load()).Tag);
        Assert.Equal(expected, (await Store.LoadHeaderAsync("nightly", Cancellation))!.Tag);
        Assert.Equal(expected, Assert.Single(await List()).Tag);
        Assert.Equal(expected, Assert.Single(await List(new JobQuery { WithSheets = false })).Tag);
        await using IJobStore second = CreateSecondStore();
        Assert.Equal(expected, (await second.LoadAsync("nightly", Cancellation))!.Tag);
    }

    [Fact]
    public async Task Tags_are_changed_and_removed_by_a_save()
    {
        await SaveNew(change: job => job.Tag = ["a", "b"]);

        Job job = await Load();
        job.Tag = ["b", "c"];
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal(["b", "c"], (await Load()).Tag);

        job.Tag = [];
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Empty((await Load()).Tag);
    }

    [Fact]
    public async Task Tags_survive_changes_of_sheets_and_of_the_job()
    {
        await SaveNew(change: job => job.Tag = ["a"]);
        await UpdateSheet(1, StartHere);
        await UpdateSheet(1, Complete);
        await Store.UpdateAsync("nightly", new JobUpdate.Pause("why"), Cancellation);

        Job job = await Load();
        job.Name = "other";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(["a"], (await Load()).Tag);
    }

    [Fact]
    public async Task A_run_adds_tags()
    {
        await SaveNew(change: job => job.Tag = ["a"]);

        await Store.UpdateAsync("nightly", new JobUpdate.Run(Processes.Current) { Tags = ["B", "A"] }, Cancellation);
        Assert.Equal(["a", "B"], (await Load()).Tag);

        await Fails(
            MarianneError.InvalidJob,
            () => Store.UpdateAsync("nightly", new JobUpdate.Run(Processes.Current) { Tags = ["a\nb"] }, Cancellation).AsTask());
        Assert.Equal(["a", "B"], (await Load()).Tag);
    }

    [Fact]
    public async Task Jobs_are_listed_and_counted_by_tag()
    {
        await SaveNew("none");
        await SaveNew("both", change: job => job.Tag = ["x", "y"]);
        await SaveNew("one", change: job => job.Tag = ["y"]);
        await SaveNew("other", change: job => job.Tag = ["z"]);

        var query = new JobQuery { Tag = tag => tag is "x" or "y" };
        Assert.Equal(["both", "one"], (await ListIds(query)).Order());
        Assert.Equal(2, await Store.CountAsync(query, Cancellation));
        Assert.Single(await ListIds(query with { First = 1, Skip = 1 }));
        Assert.Equal(["one"], await ListIds(query with { IdPrefix = "o" }));
        Assert.Empty(await ListIds(new JobQuery { Tag = tag => tag == "w" }));
    }

    [Fact]
    public async Task A_later_job_with_the_same_id_has_its_own_tags()
    {
        await SaveNew(change: job => job.Tag = ["a"]);
        await Store.DeleteAsync("nightly", Cancellation);
        Time.Advance(TimeSpan.FromMinutes(1));

        await SaveNew();

        Assert.Empty((await Load()).Tag);
        Assert.Empty(await ListIds(new JobQuery { Tag = _ => true }));
    }

    [Fact]
    public async Task Tags_of_an_overwritten_job_are_those_of_the_save()
    {
        await SaveNew(change: job => job.Tag = ["a"]);
        Job stale = await Load();
        Job newer = await Load();
        newer.Tag = ["a", "b"];
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.SaveAsync(newer, SaveMode.IfUnchanged, Cancellation);

        await Store.SaveAsync(stale, SaveMode.Overwrite, Cancellation);

        Assert.Equal(["a"], (await Load()).Tag);
    }

    [Fact]
    public async Task Tags_are_imported_with_their_job()
    {
        await using (IJobImport import = await Store.BeginImportAsync(ImportedJob(), replace: false, Cancellation))
            await import.CommitAsync(Cancellation);
        Assert.Equal(["imported"], (await Load()).Tag);

        Job other = ImportedJob();
        other.Tag = [];
        await using (IJobImport import = await Store.BeginImportAsync(other, replace: true, Cancellation))
            await import.CommitAsync(Cancellation);
        Assert.Empty((await Load()).Tag);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a\u001bb", "has a control character")]
    public async Task A_tag_that_is_not_valid_is_refused(string tag, string why)
    {
        MarianneException error = await Fails(MarianneError.InvalidJob, () => SaveNew(change: job => job.Tag = ["a", tag]));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);

        await Fails(MarianneError.InvalidJob, () => SaveNew(change: job => job.Tag = ["half \ud800"]));
        await Fails(MarianneError.InvalidJob, () => SaveNew(change: job => job.Tag = [new string('x', JobTags.MaximumLength + 1)]));
        await Fails(
            MarianneError.InvalidJob,
            () => SaveNew(change: job => job.Tag = [.. Enumerable.Range(0, JobTags.MaximumCount + 1).Select(number => $"{number}")]));
        Assert.Empty(await List());
    }

    private const string HardTag = "a, 'b' \"c\" \u202e\\ 🎼";
}
