using Marianne.Jobs;
using Marianne.Testing;

namespace Marianne.Torture.Checks;

/// <summary>The files of stores are whole after a kill.</summary>
internal static class StoreCheck
{
    /// <summary>Checks a job store by reading all of it, and the files of SQLite with SQLite's own check.</summary>
    public static async Task RunAsync(Round round, StorePlace place)
    {
        CheckFile(round, round.LearningPath);
        if (place.Kind == StoreKind.Sqlite)
            CheckFile(round, place.Path);
        if (!place.Exists)
            return;

        await using IJobStore store = place.Open();
        await foreach (Job job in store.ListAsync(JobQuery.All, default))
            round.Check(!job.FindDamaged().Any(), $"the job '{job.Id}' has values that cannot be read");
    }

    /// <summary>Checks a file with SQLite's own check.</summary>
    public static void CheckFile(Round round, string path)
    {
        if (!File.Exists(path))
            return;

        using var file = new PlainSqlite(path);
        object? result = file.Scalar("PRAGMA integrity_check");
        round.Check(result is "ok", $"the integrity check of '{path}' says: {result}");
    }
}
