using Marianne.Jobs;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of what is kept of a job's file between two changes.</summary>
public sealed class JobTextTests : JsonTestBase
{
    private JobFiles Files => new(Folder.Path, "nightly");

    [Fact]
    public async Task A_change_of_a_sheet_keeps_the_texts_of_the_others()
    {
        var read = new ReadJobs();
        await SaveNew();
        JobDocument document = (await JobDocument.ReadAsync(Files, Cancellation, read))!;
        JobText before = document.Known!.TextOf(document.Known.Content, () => throw new InvalidOperationException("It was parsed again."));
        Job job = await document.ToJobAsync(withSheets: true, Cancellation);
        job.Sheets[1].ErrorMessage = "changed";

        JobText after = JobDocument.Write(job, document);

        Assert.Equal(["1", "2", "3"], after.Sheets!.Select(sheet => sheet.Name));
        Assert.Same(before.Sheets![0], after.Sheets![0]);
        Assert.NotSame(before.Sheets[1], after.Sheets[1]);
        Assert.Same(before.Sheets[2], after.Sheets[2]);
        Assert.Equal("changed", after.Sheets[1].SheetOf("nightly", 2)!.ErrorMessage);
    }

    [Fact]
    public async Task What_was_written_is_what_a_new_reader_reads()
    {
        await SaveNew();
        for (int number = 1; number <= 3; number++)
            await Store.UpdateSheetAsync("nightly", number, new SheetUpdate.Start(Processes.Current), Cancellation);
        byte[] written = await File.ReadAllBytesAsync(Files.Job, Cancellation);

        await using var other = new JsonJobStore(Folder.Path, Time, Processes);
        Job job = (await other.LoadAsync("nightly", Cancellation))!;
        await other.SaveAsync(job, SaveMode.IfUnchanged, Cancellation); // Nothing changed but the time of the save.

        Assert.All(job.Sheets, sheet => Assert.Equal(SheetStatus.InProgress, sheet.Status));
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(written).Split('\n').Where(line => !line.Contains("updated_at", StringComparison.Ordinal)),
            (await File.ReadAllLinesAsync(Files.Job, Cancellation)).Where(line => !line.Contains("updated_at", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_another_process_writes_is_seen_although_its_length_and_its_time_are_the_same()
    {
        await SaveNew();
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        DateTime writtenAt = File.GetLastWriteTimeUtc(Files.Job);
        string text = await File.ReadAllTextAsync(Files.Job, Cancellation);
        await File.WriteAllTextAsync(
            Files.Job, text.Replace("\"job_name\": \"Nightly\"", "\"job_name\": \"Morning\"", StringComparison.Ordinal), Cancellation);
        File.SetLastWriteTimeUtc(Files.Job, writtenAt);

        await Store.UpdateSheetAsync("nightly", 2, new SheetUpdate.Start(Processes.Current), Cancellation);

        Job job = (await Store.LoadAsync("nightly", Cancellation))!;
        Assert.Equal("Morning", job.Name);
        Assert.Equal(SheetStatus.InProgress, job.Sheets[1].Status);
    }

    private async Task SaveNew()
    {
        var job = new Job("nightly", "Nightly", 3, Time.GetUtcNow());
        foreach (Sheet sheet in job.Sheets)
            sheet.ErrorMessage = "not yet";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }
}
