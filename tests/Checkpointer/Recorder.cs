using System.Globalization;
using Marianne.Learning;
using Marianne.Storage.Sqlite;

/// <summary>Records outcomes and recoveries as fast as possible.</summary>
internal static class Recorder
{
    public static async Task RunAsync(string path, int count)
    {
        await using var store = new SqliteLearningStore(path, TimeProvider.System);
        for (int number = 0; number < count; number++)
        {
            await store.RecordOutcomesAsync([Outcome(number), Outcome(number)], default);
            await store.RecordRecoveriesAsync([Recovery(number)], default);
        }
    }

    private static OutcomeReport Outcome(int number) => new()
    {
        SheetId = $"sheet{number}",
        JobId = "shared",
        WorkspacePath = string.Create(CultureInfo.InvariantCulture, $"/srv/space/{number % 3}"),
        SuccessWithoutRetry = number % 2 == 0,
        StartedAt = DateTimeOffset.UtcNow,
    };

    private static LearnedRecovery Recovery(int number) => new()
    {
        ErrorCode = "E101",
        ActualWait = TimeSpan.FromSeconds(number),
        Recovered = number % 2 == 0,
    };
}
