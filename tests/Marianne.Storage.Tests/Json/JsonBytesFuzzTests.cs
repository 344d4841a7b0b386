using System.Globalization;
using System.Text;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>
/// Changes bytes of a job's files at random: a call succeeds, or it fails with an error that names the file, and a listing
/// returns the other job. The environment variable MARIANNE_FUZZ sets the number of changed files.
/// </summary>
public sealed class JsonBytesFuzzTests : JsonTestBase
{
    private static readonly byte[][] Bytes =
    [
        [0xFF], [0x80], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0],
        .. new[] { @"\ud800", @"\udc00", @"\ud800\ud800", @"\u", @"\", "\"", "\n", "é", "{", "}", "1", ",", "null" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count
            : 400;

    [Fact]
    public async Task A_changed_file_is_read_or_is_an_error_that_names_it()
    {
        await SaveGoodAndBad();
        string[] files = [.. Directory.GetFiles(Folder.Path, "bad.*").Where(file => new FileInfo(file).Length > 0).Order()];
        Assert.Equal(
            ["bad.about", "bad.history", "bad.json", "bad.runner", "bad.sheets", "bad.tags"], files.Select(Path.GetFileName));
        byte[][] before = [.. files.Select(File.ReadAllBytes)];
        int damaged = 0;

        for (int seed = 0; seed < Count; seed++)
        {
            var random = new Random(seed);
            int index = random.Next(files.Length);
            await File.WriteAllBytesAsync(files[index], Change(before[index], random), Cancellation);

            damaged += await Use($"seed {seed} of {Path.GetFileName(files[index])}") ? 1 : 0;

            for (int each = 0; each < files.Length; each++)
                await File.WriteAllBytesAsync(files[each], before[each], Cancellation);
        }

        Assert.InRange(damaged, Count / 4, Count - 1);
    }

    private async Task SaveGoodAndBad()
    {
        await Store.SaveAsync(Samples.FullJob("bad", Processes.Current, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        var attempt = new Execution(0, "bad", 1, 1, "prompt", "output é", 0, null, Time.GetUtcNow());
        await Store.RecordExecutionsAsync([attempt, attempt], Cancellation);
        await Store.SaveAsync(new Job("good", "Good", 2, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
    }

    /// <summary>Replaces a byte, or inserts bytes before it.</summary>
    private static byte[] Change(byte[] content, Random random)
    {
        int at = random.Next(content.Length);
        byte[] bytes = Bytes[random.Next(Bytes.Length)];
        return [.. content[..at], .. bytes, .. content[(at + random.Next(2))..]];
    }

    /// <summary>Reads, lists and changes the jobs. Returns whether a call failed.</summary>
    private async Task<bool> Use(string what)
    {
        bool isDamaged = false;
        var listed = new List<string>();
        await Try(async () => await Store.LoadAsync("bad", Cancellation));
        await Try(async () =>
        {
            await foreach (Job job in Store.ListAsync(JobQuery.All with { WithSheets = true }, Cancellation))
                listed.Add(job.Id);
        });
        await Try(async () => await Store.CountAsync(JobQuery.All, Cancellation));
        await Try(async () => await Store.GetStatisticsAsync("bad", Cancellation));
        await Try(async () => await Store.UpdateSheetAsync("bad", 3, new SheetUpdate.Skip(), Cancellation));
        await Try(async () => await Store.RecordExecutionsAsync(
            [new Execution(0, "bad", 1, 1, null, null, null, null, Time.GetUtcNow())], Cancellation));

        Assert.True(listed.Contains("good"), $"{what} hides the other job.");
        return isDamaged;

        async Task Try(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (MarianneException error)
            {
                isDamaged = true;
                if (error.Error == MarianneError.StoreCorrupt)
                    Assert.Contains(Path.Combine(Folder.Path, "bad."), error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"{what}: {error}");
            }
        }
    }
}
