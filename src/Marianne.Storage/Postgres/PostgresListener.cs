using System.Threading.Channels;
using Marianne.Jobs;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// Listens for the hints of a schema on a connection of its own. It listens again after the server went away, and not at all through a
/// pool that gives each transaction another connection of the server, such as PgBouncer in transaction mode.
/// </summary>
internal sealed class PostgresListener : IWorkHints
{
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource _stop = new();
    private readonly string _schema;
    private readonly string _connectionString;
    private readonly TimeSpan _pause;
    private readonly Task _listening;

    /// <summary>Starts to listen.</summary>
    /// <param name="options">How to connect.</param>
    /// <param name="pause">The time after which a lost connection is opened again. The default is 30 seconds.</param>
    public PostgresListener(PostgresOptions options, TimeSpan? pause = null)
    {
        _schema = options.Target.Schema;
        _pause = pause ?? TimeSpan.FromSeconds(30);
        _connectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false, // A pool would keep the LISTEN.
            KeepAlive = 0,
            TcpKeepAlive = true, // Without statements: an idle worker sends few.
            TcpKeepAliveTime = 60,
            TcpKeepAliveInterval = 10,
        }.ConnectionString;
        _listening = ListenAsync();
    }

    /// <inheritdoc/>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await _hints.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (await TryListenAsync().ConfigureAwait(false))
                await Task.Delay(_pause, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>Listens until the connection is lost. Returns <c>false</c> if the server has no notifications for this connection.</summary>
    private async Task<bool> TryListenAsync()
    {
        try
        {
            var connection = new NpgsqlConnection(_connectionString);
            await using (connection.ConfigureAwait(false))
            {
                connection.Notification += (_, notification) =>
                {
                    if (notification.Payload == _schema)
                        _hints.Writer.TryWrite(true);
                };
                await PostgresPool.OpenAsync(connection, _stop.Token).ConfigureAwait(false);
                if (!await PostgresPool.IsDirectAsync(connection, _stop.Token).ConfigureAwait(false))
                    return false;

                var command = new NpgsqlCommand($"LISTEN {PostgresHints.Channel}", connection);
                await using (command.ConfigureAwait(false))
                    await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
                while (true)
                    await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && PostgresErrors.IsLoss(error))
        {
            return true; // The worker looks at the queue from time to time until the server is back.
        }
        catch (PostgresException)
        {
            return false; // The engine has no NOTIFY.
        }
    }
}
