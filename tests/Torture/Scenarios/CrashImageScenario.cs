using System.Globalization;
using Marianne.Jobs;
using Marianne.Testing;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>
/// The worker stands still at random moments, and its database and log are copied, as a crash of the machine would leave them. Each image
/// has everything that was committed before.
/// </summary>
internal sealed class CrashImageScenario() : ShellScenario("crash images (SQLite)", StoreKind.Sqlite)
{
    private const int Images = 8;

    private static readonly RunMode Mode = new("images", 12, 3);

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(StoreKind.Sqlite, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        using (var worker = new Child(job.StartOfWorker(), round))
        {
            Task end = worker.WaitAsync();
            for (int image = 1; image <= Images && !end.IsCompleted; image++)
            {
                await Task.Delay(round.Random.Next(20, 300));
                await CheckImageAsync(round, place, worker.Id, round[$"image{image}"]);
            }

            await end;
            round.Count(isKilled: false, worker.Lines.Count);
        }

        await job.CheckAsync(isKilled: false);
        await job.CompleteAsync();
    }

    private static async Task CheckImageAsync(Round round, StorePlace place, int process, string folder)
    {
        string id = process.ToString(CultureInfo.InvariantCulture);
        if (!place.Exists)
            return;

        HashSet<string> committed = await CommittedAsync(place);
        if (!TinyDisk.Run("kill", "-STOP", id))
            return;

        Directory.CreateDirectory(folder);
        StorePlace image = StorePlace.At(StoreKind.Sqlite, Path.Combine(folder, "state.db"));
        try
        {
            foreach (string ending in (string[])["", "-wal"])
            {
                if (File.Exists(place.Path + ending))
                    File.Copy(place.Path + ending, image.Path + ending);
            }
        }
        finally
        {
            TinyDisk.Run("kill", "-CONT", id);
        }

        round.CountTrouble();
        await StoreCheck.RunAsync(round, image);
        HashSet<string> found = await CommittedAsync(image);
        round.Check(committed.IsSubsetOf(found), $"the image '{folder}' lacks {string.Join(", ", committed.Except(found))}");
    }

    /// <summary>Returns the sheets that are completed, and the attempts that are recorded. A file without tables has none.</summary>
    private static async Task<HashSet<string>> CommittedAsync(StorePlace place)
    {
        await using IJobStore store = place.Open();
        HashSet<string> found = [];
        await foreach (Job job in store.ListAsync(JobQuery.All, default))
            found.UnionWith(job.Sheets.Where(sheet => sheet.Status == SheetStatus.Completed).Select(sheet => $"sheet {sheet.Number}"));
        await foreach (Execution attempt in store.ListExecutionsAsync(new ExecutionQuery { First = long.MaxValue }, default))
            found.Add($"attempt {attempt.SheetNumber}.{attempt.AttemptNumber}");
        return found;
    }
}
