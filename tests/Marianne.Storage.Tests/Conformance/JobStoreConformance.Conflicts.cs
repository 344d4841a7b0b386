using System.Globalization;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task A_save_over_another_version_is_a_conflict_that_names_both_times()
    {
        await SaveNew();
        Job mine = await Load();
        Job theirs = await Load();
        Time.Advance(TimeSpan.FromSeconds(1));
        theirs.ErrorMessage = "theirs";
        await Store.SaveAsync(theirs, SaveMode.IfUnchanged, Cancellation);

        mine.ErrorMessage = "mine";
        MarianneException conflict = await Fails(
            MarianneError.SaveConflict, () => Store.SaveAsync(mine, SaveMode.IfUnchanged, Cancellation).AsTask());

        Assert.Contains(Shown(Start), conflict.Message, StringComparison.Ordinal);
        Assert.Contains(Shown(Start.AddSeconds(1)), conflict.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", (await Load()).ErrorMessage);

        static string Shown(DateTimeOffset time) =>
            time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_forced_save_overwrites_the_other_version_completely()
    {
        await SaveNew(sheets: 3);
        Job mine = await Load();
        mine.Sheets[0].ErrorMessage = "mine";
        await Store.SaveAsync(mine, SaveMode.IfUnchanged, Cancellation);
        Job theirs = await Load();
        theirs.Name = "theirs";
        theirs.Sheets[0].ErrorMessage = "theirs";
        await Store.SaveAsync(theirs, SaveMode.IfUnchanged, Cancellation);

        mine.Sheets[1].Status = SheetStatus.Skipped;
        await Store.SaveAsync(mine, SaveMode.Overwrite, Cancellation);

        Job loaded = await Load();
        Samples.AssertEqual(mine, loaded);
        Assert.Equal("mine", loaded.Sheets[0].ErrorMessage);
        Assert.True(loaded.UpdatedAt > theirs.UpdatedAt);
    }

    [Fact]
    public async Task A_new_job_does_not_replace_an_existing_one()
    {
        await SaveNew(change: job => job.Description = "first");

        await Fails(MarianneError.JobExists, () => SaveNew(change: job => job.Description = "second"));
        Assert.Equal("first", (await Load()).Description);

        await Store.SaveAsync(NewJob(name: "third"), SaveMode.Overwrite, Cancellation);
        Assert.Equal("third", (await Load()).Name);
    }

    [Fact]
    public async Task Saving_a_loaded_job_that_was_removed_meanwhile_is_a_conflict()
    {
        await SaveNew();
        Job mine = await Load();
        await Store.DeleteAsync("nightly", Cancellation);

        await Fails(
            MarianneError.SaveConflict, () => Store.SaveAsync(mine, SaveMode.IfUnchanged, Cancellation).AsTask());
        Assert.Null(await Store.LoadAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task A_forced_save_writes_a_removed_job_completely()
    {
        await Store.SaveAsync(
            Samples.FullJob("nightly", Processes.Current, Start), SaveMode.IfUnchanged, Cancellation);
        Job mine = await Load();
        await Store.DeleteAsync("nightly", Cancellation);

        await Store.SaveAsync(mine, SaveMode.Overwrite, Cancellation);

        Samples.AssertEqual(mine, await Load());
    }

    [Fact]
    public async Task An_import_keeps_the_times_of_the_job_and_writes_it_completely()
    {
        await Store.SaveAsync(
            Samples.FullJob("nightly", Processes.Current, Start), SaveMode.IfUnchanged, Cancellation);
        Job copy = await Load();
        await Store.DeleteAsync("nightly", Cancellation);
        Time.Advance(TimeSpan.FromDays(1));

        await Store.SaveAsync(copy, SaveMode.Import, Cancellation);

        Job loaded = await Load();
        Assert.Equal(Start, loaded.UpdatedAt);
        Assert.Equal(Start.AddDays(-1), loaded.CreatedAt);
        Samples.AssertEqual(copy, loaded);
    }

    [Fact]
    public async Task An_import_does_not_replace_an_existing_job()
    {
        await SaveNew();
        Job copy = await Load();

        await Fails(MarianneError.JobExists, () => Store.SaveAsync(copy, SaveMode.Import, Cancellation).AsTask());
    }

    [Fact]
    public async Task Two_writers_see_and_keep_each_others_changes()
    {
        await using IJobStore second = CreateSecondStore();
        await SaveNew();
        Job mine = await Load();
        Job? theirs = await second.LoadAsync("nightly", Cancellation);
        Assert.NotNull(theirs);

        theirs.ErrorMessage = "theirs";
        await second.SaveAsync(theirs, SaveMode.IfUnchanged, Cancellation);
        mine.ErrorMessage = "mine";
        await Fails(
            MarianneError.SaveConflict, () => Store.SaveAsync(mine, SaveMode.IfUnchanged, Cancellation).AsTask());

        await second.UpdateSheetAsync("nightly", 1, StartHere, Cancellation);
        await UpdateSheet(2, StartHere);

        Job loaded = await Load();
        Assert.Equal("theirs", loaded.ErrorMessage);
        Assert.Equal(SheetStatus.InProgress, loaded.Sheets[0].Status);
        Assert.Equal(SheetStatus.InProgress, loaded.Sheets[1].Status);
    }
}
