using Marianne.Jobs;

namespace Marianne.Torture.Checks;

/// <summary>
/// The items of a job are there all or not at all, and an item that the store has as Completed did its work, has one successful
/// attempt, and never runs again.
/// </summary>
/// <param name="round">The round.</param>
/// <param name="log">The file with the lines that the items write.</param>
internal sealed class ItemsCheck(Round round, string log)
{
    private const string Begin = "b ";
    private const string End = "e ";

    private readonly Dictionary<string, (int Number, int Attempts, int Begun)> _completed = [];

    /// <summary>Returns the items that have begun, in order. One that was interrupted may be there more than once.</summary>
    /// <param name="log">The file with the lines.</param>
    public static IReadOnlyList<string> Begun(string log) => [.. Lines(log, Begin)];

    /// <summary>Checks the items against what they were after the last kill.</summary>
    /// <param name="place">The store.</param>
    public async Task<ItemStates> RunAsync(StorePlace place)
    {
        await using IJobStore store = place.Open();
        List<Job> jobs = await store.ListAsync(JobQuery.All, default).ToListAsync();
        round.Check(jobs.Count <= 1, $"there are {jobs.Count} jobs of one score");
        if (jobs.Count == 0)
            return ItemStates.None;

        Dictionary<string, Sheet> sheets = jobs[0].Sheets.Where(sheet => sheet.ItemKey is not null).ToDictionary(sheet => sheet.ItemKey!);
        Dictionary<string, int> begun = Lines(log, Begin).CountBy(item => item).ToDictionary();
        HashSet<string> ended = [.. Lines(log, End)];
        Dictionary<int, int> successes = await CountSuccessesAsync(store, jobs[0].Id);
        foreach ((string item, (int Number, int, int Begun) before) in _completed)
            round.Check(sheets.GetValueOrDefault(item)?.Status == SheetStatus.Completed, $"the Completed item '{item}' {before} is lost");
        foreach ((string item, Sheet sheet) in sheets)
        {
            int count = successes.GetValueOrDefault(sheet.Number);
            round.Check(
                count == (sheet.Status == SheetStatus.Completed ? 1 : 0), $"'{item}' is {sheet.Status} with {count} successful attempts");
            if (sheet.Status == SheetStatus.Completed)
                CheckCompleted(item, (sheet.Number, sheet.AttemptCount, begun.GetValueOrDefault(item)), ended);
        }

        return new ItemStates(sheets);
    }

    private void CheckCompleted(string item, (int Number, int Attempts, int Begun) now, HashSet<string> ended)
    {
        round.Check(ended.Contains(item), $"'{item}' is Completed, and its command did not end");
        if (_completed.TryGetValue(item, out var before))
            round.Check(now == before, $"'{item}' was Completed with {before} and has run again: {now}");
        else
            _completed.Add(item, now);
    }

    private static async Task<Dictionary<int, int>> CountSuccessesAsync(IJobStore store, string id)
    {
        Dictionary<int, int> successes = [];
        await foreach (Execution attempt in store.ListExecutionsAsync(new ExecutionQuery { JobId = id, First = long.MaxValue }, default))
        {
            if (attempt.ExitCode == 0)
                successes[attempt.SheetNumber] = successes.GetValueOrDefault(attempt.SheetNumber) + 1;
        }

        return successes;
    }

    private static IEnumerable<string> Lines(string log, string kind) => File.Exists(log)
        ? File.ReadAllLines(log).Where(line => line.StartsWith(kind, StringComparison.Ordinal)).Select(line => line[kind.Length..])
        : [];
}
