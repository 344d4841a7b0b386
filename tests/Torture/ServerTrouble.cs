using Npgsql;

namespace Marianne.Torture;

/// <summary>Restarts the PostgreSQL server and ends its connections at random moments while a process uses it.</summary>
internal sealed class ServerTrouble : IAsyncDisposable
{
    /// <summary>A restart takes a second, so there is one for some ended connections.</summary>
    private const int EndsOfRestart = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _task;

    private ServerTrouble(Round round, Random random) => _task = RunAsync(round, random);

    /// <summary>Begins, if the store is on a server and the round is to be disturbed.</summary>
    /// <param name="place">The store.</param>
    /// <param name="round">The round.</param>
    public static ServerTrouble? Begin(StorePlace place, Round round) =>
        place.Kind == StoreKind.Postgres && round.Random.Next(2) == 0 ? new ServerTrouble(round, new Random(round.Random.Next())) : null;

    /// <summary>Ends the trouble. The server runs then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }

    private async Task RunAsync(Round round, Random random)
    {
        TortureServer server = TortureServer.Shared;
        while (await PausesAsync(random))
        {
            try
            {
                if (server.CanRestart && random.Next(EndsOfRestart) == 0)
                    await server.RestartAsync();
                else
                    await server.EndConnectionsAsync();
            }
            catch (NpgsqlException)
            {
                continue; // The server is starting; the next trouble comes soon.
            }

            round.CountTrouble();
        }
    }

    private async Task<bool> PausesAsync(Random random)
    {
        try
        {
            await Task.Delay(random.Next(200, 1500), _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
