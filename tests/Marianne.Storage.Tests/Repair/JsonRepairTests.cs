using Marianne.Jobs;
using Marianne.Storage.Tests.Json;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Repair;

/// <summary>Tests of listing, checking and copying folders of JSON files of which some are damaged.</summary>
public sealed class JsonRepairTests : JsonTestBase
{
    private StoreRepairer Repairer => field ??= new(Time, Processes);

    [Theory]
    [InlineData(StoreKind.Json)]
    [InlineData(StoreKind.Sqlite)]
    public async Task An_intact_folder_is_copied_completely(StoreKind kind)
    {
        await SaveJobs();
        Assert.True((await Repairer.CheckAsync(Folder.Path, Cancellation)).IsIntact);

        using var target = new TemporaryFolder();
        StoreLocation destination = new(kind, target["copy"]);
        StoreReport report = await Repairer.CopyAsync(Folder.Path, destination, Cancellation);

        Assert.Equal((2, 2, 0), (report.Readable, report.Copied, report.Damages.Count));
        await using IJobStore copy = new JobStoreFactory(Time, Processes, _ => { }).Create(destination);
        foreach (string id in (string[])["bad", "good"])
        {
            Samples.AssertEqual((await Store.LoadAsync(id, Cancellation))!, (await copy.LoadAsync(id, Cancellation))!);
            Assert.Equal(2, await copy.CountExecutionsAsync(new ExecutionQuery { JobId = id }, Cancellation));
            Assert.Single(await copy.ListHistoriesAsync(id, Cancellation));
        }
    }

    [Theory]
    [InlineData(".json", 1, 0)]
    [InlineData(".about", 2, 2)]
    [InlineData(".runner", 2, 2)]
    [InlineData(".sheets", 2, 2)]
    public async Task A_damaged_file_costs_only_what_it_has(string extension, int copied, int attempts)
    {
        await SaveJobs();
        string damaged = Folder["bad" + extension];
        await File.WriteAllBytesAsync(damaged, [0xFF, .. await File.ReadAllBytesAsync(damaged, Cancellation)], Cancellation);
        string[] before = Contents();

        StoreReport check = await Repairer.CheckAsync(Folder.Path, Cancellation);
        Assert.Equal(damaged, Assert.Single(check.Lost).Where);
        Assert.Equal(copied, check.Readable);

        using var target = new TemporaryFolder();
        StoreLocation destination = new(StoreKind.Sqlite, target["copy.db"]);
        StoreReport report = await Repairer.CopyAsync(Folder.Path, destination, Cancellation);
        Assert.Equal(copied, report.Copied);
        Assert.Equal(damaged, Assert.Single(report.Lost).Where);
        await using IJobStore copy = new JobStoreFactory(Time, Processes, _ => { }).Create(destination);
        Assert.Equal(attempts, await copy.CountExecutionsAsync(new ExecutionQuery { JobId = "bad" }, Cancellation));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task The_attempts_around_a_damaged_line_are_kept()
    {
        await SaveJobs();
        await File.AppendAllTextAsync(Folder["bad.history"], "{}\n", Cancellation);
        await File.AppendAllTextAsync(
            Folder["bad.history"], (await File.ReadAllLinesAsync(Folder["bad.history"], Cancellation))[0] + "\n", Cancellation);

        using var target = new TemporaryFolder();
        StoreLocation destination = new(StoreKind.Json, target["copy"]);
        StoreReport report = await Repairer.CopyAsync(Folder.Path, destination, Cancellation);

        Assert.Equal("1 of its lines are not recorded attempts", Assert.Single(report.Lost).Problem);
        await using IJobStore copy = new JobStoreFactory(Time, Processes, _ => { }).Create(destination);
        Assert.Equal(4, await copy.CountExecutionsAsync(new ExecutionQuery { JobId = "bad" }, Cancellation));
    }

    [Fact]
    public async Task Files_without_a_job_and_unreadable_values_are_reported()
    {
        await SaveJobs();
        File.Delete(Folder["good.json"]);
        string text = await File.ReadAllTextAsync(Folder["bad.json"], Cancellation);
        await File.WriteAllTextAsync(Folder["bad.json"], text.Replace("\"killed\"", "\"gremlins\"", StringComparison.Ordinal), Cancellation);

        StoreReport report = await Repairer.CheckAsync(Folder.Path, Cancellation);

        Assert.Equal(
            [Folder["good.history"], Folder["good.steps"]], report.Lost.Select(damage => damage.Where));
        StoreDamage value = Assert.Single(report.Damages, damage => !damage.IsLost);
        Assert.Equal("sheet 1 of the job 'bad'", value.Where);
        Assert.Contains("exit_reason", value.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_reports_each_damaged_job()
    {
        await SaveJobs();
        await File.WriteAllTextAsync(Folder["half.json"], "{", Cancellation);
        await File.WriteAllTextAsync(Folder["bad.sheets"], "{", Cancellation);

        var errors = new List<MarianneException>();
        List<Job> jobs = await Store.ListAsync(new JobQuery { OnDamage = errors.Add }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal("good", Assert.Single(jobs).Id);
        Assert.Equal([Folder["bad.sheets"], Folder["half.json"]], errors.Select(error => $"{error.Target}").Order());
    }

    private async Task SaveJobs()
    {
        await Store.SaveAsync(Samples.FullJob("bad", Processes.Current, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.SaveAsync(new Job("good", "Good", 2, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        foreach (string id in (string[])["bad", "good"])
        {
            var attempt = new Execution(0, id, 1, 1, "prompt", "output é", 0, null, Time.GetUtcNow());
            await Store.RecordExecutionsAsync([attempt, attempt], Cancellation);
            await Store.AttachHistoryAsync(id, null, new MemoryStream([1, 2, 3]), Cancellation);
        }
    }

    private string[] Contents() =>
    [
        .. Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => file + Convert.ToHexString(File.ReadAllBytes(file))),
    ];
}
