using Marianne.Jobs;

namespace Marianne.Torture.Scenarios;

/// <summary>
/// The worker is killed while it reads the source of a sheet, writes the items, and runs them. Some of the items always fail. Then the
/// failed ones are run again, and the source gets and loses items.
/// </summary>
/// <param name="kind">The kind of store.</param>
internal sealed class ItemsScenario(StoreKind kind) : ShellScenario($"items ({kind.Name})", kind)
{
    private const int Added = 3;

    /// <inheritdoc/>
    public override int MostRounds => 2;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        (int items, int poisoned, int readKills, int kills) = round.IsLong ? (1000, 37, 5, 10) : (24, 2, 0, 2);
        var job = new TorturedItems(round, StorePlace.Of(Kind, round));
        await job.WriteAsync(items, poisoned);
        for (int kill = 1; kill <= readKills; kill++)
            await KillWhileExpandingAsync(round, job, isRead: false);
        await KillWhileExpandingAsync(round, job, isRead: true);
        await KillWhileRunningAsync(round, job, kills);

        string[] bad = [.. job.Source.Where(IsPoisoned).Order()];
        string[] good = [.. job.Source.Where(item => !IsPoisoned(item)).Order()];
        await job.RunAsync();
        CheckEnd(round, job, good, bad);

        Check(round, "the failed ones", bad, await job.RunAsync("--only", "failed"));
        CheckEnd(round, job, good, bad);

        string[] added = [.. Enumerable.Range(1, Added).Select(number => $"added {number}")];
        string gone = good[round.Random.Next(good.Length)];
        await job.WriteSourceAsync([.. job.Source.Where(item => item != gone), .. added]);
        Check(round, "the added ones", added, await job.RunAsync());
        CheckEnd(round, job, [.. good.Concat(added).Order()], bad); // The item that is gone keeps its result.

        if (round.IsLong)
            Check(round, "nothing", [], await job.RunAsync());
    }

    /// <summary>Kills the worker while it reads the source, or while it writes the items: then all of them are there, or none.</summary>
    private static async Task KillWhileExpandingAsync(Round round, TorturedItems job, bool isRead)
    {
        using Child worker = job.Start();
        bool isKilled = await job.KillWhileExpandingAsync(worker, isRead);
        round.Count(isKilled, worker.Lines.Count);
        await job.CheckAsync(isKilled: true);
        round.Check(isKilled, $"the worker ended while it read the source: {await worker.DescribeEndAsync()}");
        int found = job.States.Sheets.Count;
        round.Check(found == 0 || (isRead && found == job.Source.Count), $"{found} of {job.Source.Count} items are there");
    }

    private static async Task KillWhileRunningAsync(Round round, TorturedItems job, int kills)
    {
        while (round.Kills < kills && round.Violations.Count == 0)
        {
            // An item writes two lines. The kills are spread over what is left.
            int left = job.States.Sheets.Count == 0 ? job.Source.Count : job.States.Left.Count();
            int lines = round.Random.Next(2, Math.Max(3, 2 * 2 * left / (kills - round.Kills + 1)));
            using Child worker = job.Start();
            bool isKilled = await worker.KillAfterAsync(lines, round.Random.Next(200_000));
            round.Count(isKilled, worker.Lines.Count);
            await job.CheckAsync(isKilled);
            if (!isKilled)
                break;
        }
    }

    private static void CheckEnd(Round round, TorturedItems job, string[] good, string[] bad)
    {
        Check(round, "Completed", good, job.States.Of(SheetStatus.Completed));
        Check(round, "Failed", bad, job.States.Of(SheetStatus.Failed));
        Check(round, "left", [], job.States.Left);
    }

    private static void Check(Round round, string what, string[] expected, IEnumerable<string> found)
    {
        string[] all = [.. found.Order()];
        round.Check(
            expected.Order().SequenceEqual(all),
            $"{what}: {expected.Length} items were expected, and there are {all.Length}; they differ in "
            + string.Join(", ", expected.Except(all).Union(all.Except(expected)).Take(10)));
    }

    private static bool IsPoisoned(string item) => item.StartsWith(TorturedItems.Poison, StringComparison.Ordinal);
}
