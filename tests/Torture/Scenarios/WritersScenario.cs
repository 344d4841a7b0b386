using System.Globalization;
using Marianne.Jobs;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>Ten writers save jobs and record attempts while a run of another job in the same store is killed and started again.</summary>
/// <param name="kind">The kind of store.</param>
internal sealed class WritersScenario(StoreKind kind) : ShellScenario($"ten writers ({kind.Name})", kind)
{
    private const int Writers = 10;

    private static readonly RunMode Mode = new("beside writers", 6, 2);

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        using var stop = new CancellationTokenSource();
        Writer[] writers = [.. Enumerable.Range(1, Writers).Select(number => new Writer(round, place, $"writer{number}"))];
        Task[] writing = [.. writers.Select(writer => writer.RunAsync(stop.Token))];
        await using (ServerTrouble.Begin(place, round))
        {
            for (int kill = 1; kill <= round.MostKills; kill++)
            {
                using var run = new Child(job.StartOfWorker(), round);
                round.Count(await run.KillAfterAsync(TimeSpan.FromMilliseconds(round.Random.Next(300, 3000))), run.Lines.Count);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        await ProcessCheck.WaitAsync(round);
        await StoreCheck.RunAsync(round, place);
        foreach (Writer writer in writers)
            await writer.CheckAsync();
    }

    /// <summary>Changes a job of its own through a store of its own.</summary>
    private sealed class Writer(Round round, StorePlace place, string id)
    {
        private int _saved;
        private int _recorded;
        private int _uncertain;

        public async Task RunAsync(CancellationToken stop)
        {
            await Task.Yield();
            await using IJobStore store = place.Open();
            bool isCreated = false;
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    if (!isCreated)
                        isCreated = await CreateAsync(store);
                    else
                        await ChangeAsync(store, _saved + 1);
                }
                catch (MarianneException) when (place.Kind == StoreKind.Postgres)
                {
                    _uncertain++; // The server was disturbed. What was not acknowledged may be there or not.
                }
            }

            round.Count(isKilled: false, _saved + _recorded);
        }

        public async Task CheckAsync()
        {
            await using IJobStore store = place.Open();
            Job? job = await store.LoadAsync(id, default);
            int found = int.Parse(job?.Description ?? "0", CultureInfo.InvariantCulture);
            round.Check(found >= _saved && found <= _saved + _uncertain, $"'{id}' has saved {_saved}, and {found} is there");
            long attempts = await store.CountExecutionsAsync(new ExecutionQuery { JobId = id }, default);
            round.Check(
                attempts >= _recorded && attempts <= _recorded + _uncertain,
                $"'{id}' has recorded {_recorded} attempts, and {attempts} are there");
        }

        private async Task<bool> CreateAsync(IJobStore store)
        {
            if (await store.LoadAsync(id, default) is null) // A request that failed may have created it.
                await store.SaveAsync(new Job(id, id, 3, DateTimeOffset.UtcNow), SaveMode.IfUnchanged, default);
            return true;
        }

        private async Task ChangeAsync(IJobStore store, int number)
        {
            Job job = (await store.LoadAsync(id, default))!;
            job.Description = number.ToString(CultureInfo.InvariantCulture);
            await store.SaveAsync(job, SaveMode.IfUnchanged, default);
            _saved = number;
            var attempt = new Execution(0, id, 1 + (number % 3), number, null, new string('x', 500), 1, null, DateTimeOffset.UtcNow);
            await store.RecordExecutionsAsync([attempt], default);
            _recorded++;
        }
    }
}
