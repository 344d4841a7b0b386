using System.Globalization;
using System.Text;
using Marianne.Jobs;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>
/// Copy-MarianneJob is killed while it copies many jobs to a new store, or over the old versions of the jobs.
/// </summary>
/// <param name="kind">The kind of the store that is copied to.</param>
/// <param name="programs">The programs.</param>
internal sealed class CopyScenario(StoreKind kind, Programs programs) : ScriptScenario($"copy ({kind.Name})", programs, kind)
{
    private const int JobsOfShortRound = 8;
    private const int JobsOfLongRound = 25;
    private const int Sheets = 10;

    private const string Script =
        """
        Get-MarianneJob -Store $from | Copy-MarianneJob -Store $from -Destination $to -Force -Confirm:$false -PassThru |
            ForEach-Object { Ack $_.Id }
        """;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        int jobs = round.IsLong ? JobsOfLongRound : JobsOfShortRound;
        StoreKind sourceKind = StoreKind.Files[round.Random.Next(StoreKind.Files.Count)];
        StorePlace source = StorePlace.At(sourceKind, round[$"source-{sourceKind.FileName}"]);
        await using IJobStore from = source.Open();
        for (int kill = 1; kill <= round.MostKills; kill++)
        {
            StorePlace target = Kind == StoreKind.Postgres
                ? StorePlace.Of(Kind, round)
                : StorePlace.At(Kind, round[$"target-{kill}-{Kind.FileName}"]);
            bool replaces = round.Random.Next(2) == 0;
            Dictionary<string, string?> before = await CreateAsync(from, jobs, description: $"old {kill}");
            if (replaces)
                await CopyAsync(from, target, jobs);
            Dictionary<string, string?> after = await CreateAsync(from, jobs, description: $"new {kill}");

            string text = $"$from = {source.Connect} -NoDefault\n$to = {target.Connect} -NoDefault\n{Script}";
            using var script = new Child(target.With(round.Programs.Script(text)), round);
            bool isKilled = await script.KillAfterAsync(round.Random.Next(0, jobs), round.Random.Next(2_000_000));
            string[] acknowledged = [.. script.Acknowledged];
            round.Count(isKilled, acknowledged.Length);
            round.Check(isKilled || script.ExitCode == 0, $"the copy ended with {await script.DescribeEndAsync()}");

            await CheckAsync(round, target, acknowledged, replaces ? before : [], after);
            await CopyAsync(from, target, jobs);
            await CheckAsync(round, target, after.Keys, [], after);
            round.Check(
                Kind != StoreKind.Json || Directory.GetDirectories(target.Path, "*.cop*").Length == 0,
                "the next copy has left files of the killed one");
        }
    }

    /// <summary>Checks that each job is complete in one of its versions, or absent if it had no old one.</summary>
    private static async Task CheckAsync(
        Round round,
        StorePlace target,
        IEnumerable<string> acknowledged,
        Dictionary<string, string?> before,
        Dictionary<string, string?> after)
    {
        await StoreCheck.RunAsync(round, target);
        await using IJobStore store = target.Open();
        foreach ((string id, string? complete) in after)
        {
            string? found = await JobText.OfAsync(store, id);
            round.Check(
                found == complete || found == before.GetValueOrDefault(id), $"the copy of the job '{id}' is not complete:\n{found}");
            round.Check(
                found == complete || !acknowledged.Contains(id), $"the copy of the job '{id}' was acknowledged, and is not there");
        }
    }

    private static async Task CopyAsync(IJobStore from, StorePlace target, int jobs)
    {
        await using IJobStore to = target.Open();
        await to.OpenAsync(mustExist: false, default);
        for (int number = 1; number <= jobs; number++)
            await JobCopier.CopyAsync(IdOf(number), from, to, replace: true, default).LastOrDefaultAsync();
    }

    /// <summary>Creates the jobs with attempts, measures and histories, and returns their texts.</summary>
    private static async Task<Dictionary<string, string?>> CreateAsync(
        IJobStore store, int jobs, string description)
    {
        var texts = new Dictionary<string, string?>();
        for (int number = 1; number <= jobs; number++)
        {
            string id = IdOf(number);
            var job = new Job(id, id, Sheets, DateTimeOffset.UtcNow) { Description = description };
            foreach (Sheet sheet in job.Sheets)
            {
                sheet.Status = SheetStatus.Completed;
                sheet.AttemptCount = 1;
                sheet.ErrorMessage = description;
                sheet.Measures = SheetMeasures.None with { Cost = 0.25m, Model = "model" };
            }

            await using IJobImport import = await store.BeginImportAsync(job, replace: true, default);
            await import.AddExecutionsAsync(
                [
                    .. Enumerable.Range(1, Sheets).Select(sheet => new Execution(
                        0, id, sheet, 1, null, new string('x', 4000), 0, null, DateTimeOffset.UtcNow)),
                ],
                default);
            foreach (int? sheet in new int?[] { null, 1, Sheets })
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes($"{description} {sheet}"));
                await import.AddHistoryAsync(sheet, content, default);
            }

            await import.CommitAsync(default);
            texts.Add(id, await JobText.OfAsync(store, id));
        }

        return texts;
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"job{number}");
}
