using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private const string HardText = "naïve ✓ 🎼 \"quoted\" 'single' \\back\\ line\nbreak\ttab\u0001 \u2028 %d {0} <&>";

    public static TheoryData<string> HostileIds { get; } =
    [
        "a/b", "a\\b", "..", "../../etc/passwd", "/", ".", "con", "NUL", "a'b", "a\"b", "100%", "*", "?", "[x]", " ", "a b ",
        "naïve-job ✓", "🎼", "\uFFFD", "a:b", "$(x)", "-", "~", "'; drop table jobs; --", new string('a', 256),
        new string('ü', 256), new string('/', 256),
    ];

    public static TheoryData<string> ImpossibleIds { get; } =
    [
        "", "a\nb", "a\0b", "\u0085", "\ud800", "\uFFFD\udc00", new string('a', 257), new string('a', 300),
    ];

    [Fact]
    public async Task A_saved_job_is_loaded_with_every_value()
    {
        Job job = Samples.FullJob("nightly", Processes.Current, Time.GetUtcNow());

        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Job loaded = await Load();
        Samples.AssertEqual(job, loaded);
        Assert.Empty(loaded.Unreadable);
        Assert.All(loaded.Sheets, sheet => Assert.Empty(sheet.Unreadable));
        Assert.False(loaded.IsChanged);
    }

    [Fact]
    public async Task A_minimal_job_is_loaded_with_its_defaults()
    {
        Job job = await SaveNew(sheets: 2);

        Job loaded = await Load();

        Samples.AssertEqual(job, loaded);
        Assert.Equal(JobStatus.Pending, loaded.Status);
        Assert.Equal(2, loaded.Sheets.Count);
        Assert.All(loaded.Sheets, sheet => Assert.Equal(SheetStatus.Pending, sheet.Status));
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task Any_valid_id_is_treated_literally(string id)
    {
        await SaveNew("other");
        await SaveNew(id, change: job => job.Description = HardText);

        Assert.Equal(HardText, (await Load(id)).Description);
        Assert.Equal(["other", id], (await ListIds()).OrderBy(each => each == id));
        Assert.True(await Store.DeleteAsync(id, Cancellation));
        Assert.Null(await Store.LoadAsync(id, Cancellation));
        Assert.Equal(["other"], await ListIds());
    }

    [Theory]
    [MemberData(nameof(ImpossibleIds))]
    public async Task An_invalid_id_is_rejected(string id)
    {
        await Fails(MarianneError.InvalidJobId, () => SaveNew(id));

        Assert.Empty(await List());
    }

    [Fact]
    public async Task Ids_that_differ_only_in_case_or_in_special_characters_are_different_jobs()
    {
        string[] ids = ["a b", "a/b", "a_b", "A_B", "a?b"];
        foreach (string id in ids)
            await SaveNew(id, change: job => job.ErrorMessage = id);

        foreach (string id in ids)
            Assert.Equal(id, (await Load(id)).ErrorMessage);
        Assert.Equal(ids.Length, (await List()).Count);
    }

    [Fact]
    public async Task A_missing_job_loads_as_null()
    {
        Assert.Null(await Store.LoadAsync("nightly", Cancellation));
        Assert.Null(await Store.LoadAsync(new string('a', 300), Cancellation));
        Assert.False(await Store.DeleteAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task A_save_refreshes_the_time_so_that_saving_again_causes_no_conflict()
    {
        Job job = await SaveNew();
        Assert.Equal(Start, job.UpdatedAt);

        Time.Advance(TimeSpan.FromSeconds(1));
        job.ErrorMessage = "once more";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(Start.AddSeconds(1), job.UpdatedAt);
        Assert.Equal(job.UpdatedAt, (await Load()).UpdatedAt);
    }

    [Fact]
    public async Task Each_save_has_a_later_time_even_when_the_clock_stands_still()
    {
        Job job = await SaveNew();
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(Start.AddMicroseconds(1), job.UpdatedAt);
    }

    [Fact]
    public async Task Saved_and_loaded_objects_are_copies()
    {
        Job job = await SaveNew();
        job.Name = "changed after the save";
        job.Sheets[0].Status = SheetStatus.Failed;
        (await Load()).Sheets[1].Status = SheetStatus.Failed;

        Job loaded = await Load();

        Assert.Equal("Name of nightly", loaded.Name);
        Assert.All(loaded.Sheets, sheet => Assert.Equal(SheetStatus.Pending, sheet.Status));
    }

    [Fact]
    public async Task Saving_a_job_without_its_sheets_keeps_them()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        Job alone = Assert.Single(await List(new JobQuery { WithSheets = false }));

        alone.ErrorMessage = "seen";
        await Store.SaveAsync(alone, SaveMode.IfUnchanged, Cancellation);

        Job loaded = await Load();
        Assert.Equal("seen", loaded.ErrorMessage);
        Assert.Equal(SheetStatus.InProgress, loaded.Sheets[0].Status);
    }

    [Fact]
    public async Task The_last_completed_sheet_never_decreases()
    {
        Job job = await SaveNew(change: job => job.LastCompletedSheet = 1);
        Job older = await Load();
        await UpdateSheet(3, StartHere);
        await UpdateSheet(3, Complete);
        Assert.Equal(3, (await Load()).LastCompletedSheet);

        await UpdateSheet(2, StartHere);
        await UpdateSheet(2, Complete);
        Assert.Equal(3, (await Load()).LastCompletedSheet);

        older.LastCompletedSheet = 2;
        await Store.SaveAsync(older, SaveMode.Overwrite, Cancellation);
        Assert.Equal(3, (await Load()).LastCompletedSheet);
        Assert.Equal(3, older.LastCompletedSheet);
        Assert.Equal(1, job.LastCompletedSheet);
    }
}
