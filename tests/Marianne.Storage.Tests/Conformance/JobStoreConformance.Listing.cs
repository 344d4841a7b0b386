using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task A_listing_returns_the_last_updated_first()
    {
        await SaveInTurn("a", "c", "b");
        Job first = await Load("a");
        await Store.SaveAsync(first, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(["a", "b", "c"], await ListIds());
    }

    [Fact]
    public async Task Jobs_of_the_same_time_are_listed_in_descending_order_of_their_ids()
    {
        foreach (string id in (string[])["b", "B", "a", "ä", "_"])
            await SaveNew(id);

        Assert.Equal(["ä", "b", "a", "_", "B"], await ListIds());
    }

    [Fact]
    public async Task A_listing_returns_jobs_with_or_without_their_sheets()
    {
        Job job = Samples.FullJob("nightly", Processes.Current, Start);
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Samples.AssertEqual(job, Assert.Single(await List()));

        Job alone = Assert.Single(await List(new JobQuery { WithSheets = false }));
        Assert.Equal(job.ErrorMessage, alone.ErrorMessage);
        Assert.Equal(0, alone.Progress.Finished);
    }

    [Fact]
    public async Task A_listing_can_be_filtered_by_status_id_and_name()
    {
        await SaveInTurn("a1", "a2", "b1");
        await Store.UpdateAsync("a1", new JobUpdate.Cancel(), Cancellation);

        await AssertListed(new JobQuery { Statuses = [JobStatus.Cancelled] }, "a1");
        await AssertListed(new JobQuery { Statuses = [JobStatus.Pending, JobStatus.Running] }, "b1", "a2");
        await AssertListed(new JobQuery { Id = id => id.StartsWith('a') }, "a1", "a2");
        await AssertListed(new JobQuery { Name = name => name.EndsWith("b1", StringComparison.Ordinal) }, "b1");
        await AssertListed(new JobQuery { Id = _ => false });
    }

    [Fact]
    public async Task A_listing_can_be_filtered_by_prefixes_of_ids_and_names_in_any_case()
    {
        await SaveInTurn("a_1", "ab1", "a%1", "Ä1", @"b\1");

        await AssertListed(new JobQuery { IdPrefix = "A" }, "a%1", "ab1", "a_1");
        await AssertListed(new JobQuery { IdPrefix = "a_" }, "a_1");
        await AssertListed(new JobQuery { IdPrefix = "a%" }, "a%1");
        await AssertListed(new JobQuery { IdPrefix = @"B\" }, @"b\1");
        await AssertListed(new JobQuery { IdPrefix = "ä" }, "Ä1");
        await AssertListed(new JobQuery { IdPrefix = "" }, @"b\1", "Ä1", "a%1", "ab1", "a_1");
        Job job = (await List(new JobQuery { IdPrefix = "ab1" }))[0];
        await AssertListed(new JobQuery { NamePrefix = job.Name.ToUpperInvariant(), IdPrefix = "ab" }, "ab1");
        Assert.Equal(3, await Store.CountAsync(new JobQuery { IdPrefix = "a" }, Cancellation));
    }

    [Fact]
    public async Task A_listing_can_be_filtered_by_time_with_an_inclusive_start_and_an_exclusive_end()
    {
        await SaveInTurn("a", "b", "c");

        await AssertListed(new JobQuery { UpdatedAfter = Start.AddSeconds(1) }, "c", "b");
        await AssertListed(new JobQuery { UpdatedBefore = Start.AddSeconds(1) }, "a");
        await AssertListed(new JobQuery { UpdatedAfter = DateTimeOffset.MinValue }, "c", "b", "a");
        await AssertListed(new JobQuery { UpdatedBefore = DateTimeOffset.MaxValue }, "c", "b", "a");
        await AssertListed(
            new JobQuery { UpdatedAfter = Start.AddSeconds(1), UpdatedBefore = Start.AddSeconds(2) }, "b");
    }

    [Fact]
    public async Task A_listing_can_be_paged_and_its_count_ignores_the_page()
    {
        await SaveInTurn("a", "b", "c", "d");

        var query = new JobQuery { Skip = 1, First = 2 };

        Assert.Equal(["c", "b"], await ListIds(query));
        Assert.Equal(4, await Store.CountAsync(query, Cancellation));
        Assert.Equal(["b"], await ListIds(new JobQuery { Skip = 1, First = 1, Id = id => id is "a" or "b" or "c" }));
        Assert.Empty(await ListIds(new JobQuery { Skip = 4 }));
        Assert.Empty(await ListIds(new JobQuery { First = 0 }));
    }

    [Fact]
    public async Task A_job_can_be_saved_while_the_listing_that_returned_it_continues()
    {
        string[] ids = [.. Enumerable.Range(0, 30).Select(number => $"job-{number:D2}")];
        await SaveInTurn(ids);

        var listed = new List<string>();
        await foreach (Job job in Store.ListAsync(JobQuery.All, Cancellation))
        {
            job.ErrorMessage = "seen";
            await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
            listed.Add(job.Id);
        }

        Assert.Equal(ids.Reverse(), listed);
        Assert.All(await List(), job => Assert.Equal("seen", job.ErrorMessage));
    }

    [Fact]
    public async Task An_abandoned_listing_leaves_the_store_usable()
    {
        await SaveInTurn("a", "b", "c");

        await foreach (Job job in Store.ListAsync(JobQuery.All, Cancellation))
            break;

        Assert.True(await Store.DeleteAsync("a", Cancellation));
        Assert.Equal(["c", "b"], await ListIds());
    }

    private async Task SaveInTurn(params string[] ids)
    {
        foreach (string id in ids)
        {
            await SaveNew(id);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task AssertListed(JobQuery query, params string[] ids)
    {
        Assert.Equal(ids, await ListIds(query));
        Assert.Equal(ids.Length, await Store.CountAsync(query, Cancellation));
    }
}
