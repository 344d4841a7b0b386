using Marianne.Jobs;
using Marianne.Testing;

namespace Marianne.Torture.Checks;

/// <summary>The files of stores are whole after a kill.</summary>
internal static class StoreCheck
{
    /// <summary>Checks a job store by reading all of it, and the files of SQLite with SQLite's own check.</summary>
    public static async Task RunAsync(Round round, StoreKind kind, string path)
    {
        CheckFile(round, round.LearningPath);
        if (kind == StoreKind.Sqlite)
            CheckFile(round, path);
        if (!File.Exists(path) && !Directory.Exists(path))
            return;

        await using IJobStore store = kind.Open(path);
        await foreach (Job job in store.ListAsync(JobQuery.All, default))
            round.Check(!job.FindDamaged().Any(), $"the job '{job.Id}' has values that cannot be read");
    }

    private static void CheckFile(Round round, string path)
    {
        if (!File.Exists(path))
            return;

        using var file = new PlainSqlite(path);
        object? result = file.Scalar("PRAGMA integrity_check");
        round.Check(result is "ok", $"the integrity check of '{path}' says: {result}");
    }
}
