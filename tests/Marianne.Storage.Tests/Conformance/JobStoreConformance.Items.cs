using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private const string ForEachConfig = """{"sheets":[{"script":"$_"}],"marianne_for_each":[0,1]}""";

    [Fact]
    public async Task Items_are_kept_with_their_keys_positions_and_values()
    {
        await SaveItems("b", "\"; touch pwned #", "ü\n");

        Job job = await Load();
        IReadOnlyList<NumberedItem> items = await Store.ListItemsAsync("nightly", Cancellation);

        Assert.Equal([null, "b", "\"; touch pwned #", "ü\n"], job.Sheets.Select(sheet => sheet.ItemKey));
        Assert.Equal([2, 3, 4], items.Select(item => item.Number));
        Assert.Equal([1, 2, 3], items.Select(item => item.Item.Position));
        Assert.Equal("{\"object\":{\"Id\":\"b\"}}", items[0].Item.Value);
        Assert.Equal(items[1].Item, await Store.LoadItemAsync("nightly", 3, Cancellation));
        Assert.Null(await Store.LoadItemAsync("nightly", 1, Cancellation));
        Assert.Null(await Store.LoadItemAsync("other", 3, Cancellation));
    }

    [Fact]
    public async Task A_run_adds_and_removes_items_in_one_step_and_reopens_the_job()
    {
        await SaveItems("a", "b");
        foreach (int number in (int[])[1, 2, 3])
        {
            await UpdateSheet(number, StartHere);
            await UpdateSheet(number, Complete);
        }

        Assert.Equal(JobStatus.Completed, (await Load()).Status);

        await Store.ClaimJobAsync(
            "nightly", Worker, new JobUpdate.Run(Processes.Current) { Items = ListOf("c", "b") }, TimeSpan.FromSeconds(30), Cancellation);

        Job job = await Load();
        Assert.Equal((JobStatus.Running, 4), (job.Status, job.TotalSheets));
        Assert.Equal(
            [SheetStatus.Pending, SheetStatus.Completed, SheetStatus.Completed, SheetStatus.Pending], job.Sheets.Select(sheet => sheet.Status));
        Assert.Equal([null, null, 2, 1], job.Sheets.Select(sheet => sheet.Item?.Position));
        IReadOnlyList<NumberedItem> items = await Store.ListItemsAsync("nightly", Cancellation);
        Assert.Equal([4, 3, 2], items.Select(item => item.Number)); // In the order of the source; the one that is gone is last.
        Assert.Equal(["c", "b", "a"], items.Select(item => item.Item.Key));
        Assert.All(items, item => Assert.Contains(item.Item.Key, item.Item.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Items_are_listed_and_copied_with_their_job_and_removed_with_it()
    {
        await SaveItems("a", "b");

        await using IJobStore second = CreateSecondStore();
        Job listed = Assert.Single(await List());
        Assert.Equal(["a", "b"], listed.Sheets.Skip(1).Select(sheet => sheet.ItemKey));

        await using var copies = new Marianne.Storage.Memory.MemoryJobStore(Time, Processes);
        await foreach (long _ in JobCopier.CopyAsync("nightly", Store, copies, replace: false, Cancellation))
        {
        }

        Assert.Equal(await Store.ListItemsAsync("nightly", Cancellation), await copies.ListItemsAsync("nightly", Cancellation));
        Assert.True(await Store.DeleteAsync("nightly", Cancellation));
        Assert.Empty(await Store.ListItemsAsync("nightly", Cancellation));

        await foreach (long _ in JobCopier.CopyAsync("nightly", copies, Store, replace: false, Cancellation))
        {
        }

        Assert.Equal(await copies.ListItemsAsync("nightly", Cancellation), await Store.ListItemsAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task A_change_of_a_sheet_keeps_its_item()
    {
        await SaveItems("a");

        await UpdateSheet(2, StartHere);
        Job job = await Load();
        job.Sheets[1].OutcomeData = "{}";
        await Store.SaveAsync(job, SaveMode.Overwrite, Cancellation);

        Assert.Equal("a", (await Load()).Sheets[1].ItemKey);
        Assert.Contains("a", (await Store.LoadItemAsync("nightly", 2, Cancellation))!.Value, StringComparison.Ordinal);
    }

    private Worker Worker => Worker.Create(Processes.Current, Time.GetUtcNow());

    private static ItemList ListOf(params string[] keys) =>
        new([.. keys.Select(key => new ItemInput(key, $"{{\"object\":{{\"Id\":{System.Text.Json.JsonSerializer.Serialize(key)}}}}}"))])
        {
            Dependents = [1],
        };

    [Fact]
    public async Task A_sheet_gets_its_items_in_one_step_and_keeps_their_numbers()
    {
        var job = new Job("nightly", "nightly", 2, Time.GetUtcNow())
        {
            ConfigSnapshot = """{"sheets":[{"name":"find"},{"name":"review","for_each":{}}]}""",
        };
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Store.UpdateSheetAsync("nightly", 2, new SheetUpdate.Expand(ListOf("a", "b") with { Parent = 2 }), Cancellation);
        await Store.UpdateSheetAsync("nightly", 3, new SheetUpdate.Skip("done"), Cancellation);
        await Store.UpdateSheetAsync("nightly", 2, new SheetUpdate.Expand(ListOf("c", "a") with { Parent = 2 }), Cancellation);

        Job stored = (await Store.LoadAsync("nightly", Cancellation))!;
        Assert.Equal(["find", "review", "review[a]", "review[b]", "review[c]"], stored.Sheets.Select(sheet => sheet.Name));
        Assert.Equal((SheetStatus.Pending, 2), (stored.Sheets[1].Status, stored.Sheets[1].Measures.ItemCount));
        Assert.Equal(
            [SheetStatus.Skipped, SheetStatus.Skipped, SheetStatus.Pending], stored.Sheets.Skip(2).Select(sheet => sheet.Status));
        Assert.Equal(
            [(5, "c", 1), (3, "a", 2), (4, "b", null)],
            (await Store.ListItemsAsync("nightly", Cancellation)).Select(item => (item.Number, item.Item.Key, item.Item.Position)));
    }

    private async Task SaveItems(params string[] keys)
    {
        Job job = NewJob(sheets: 1);
        job.ConfigSnapshot = ForEachConfig;
        ItemTransitions.Expand(job, ListOf(keys));
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }
}
