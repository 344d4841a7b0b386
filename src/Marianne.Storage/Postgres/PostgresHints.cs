using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// Hints by NOTIFY. They are sent after the transaction that they are about and not in it, because transactions that notify commit one
/// after the other on the whole server.
/// </summary>
/// <param name="options">How to connect.</param>
/// <param name="pool">The connections that send.</param>
internal sealed class PostgresHints(PostgresOptions options, PostgresPool pool) : IHintChannel
{
    /// <summary>The channel of all schemas. The payload of a notification is its schema.</summary>
    public const string Channel = "marianne";

    /// <summary>The shortest time between two hints. A worker that got the first one looks at the queue several times.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _sentAt;

    /// <inheritdoc/>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        long last = Interlocked.Read(ref _sentAt);
        long now = Stopwatch.GetTimestamp();
        if ((last != 0 && Stopwatch.GetElapsedTime(last, now) < Pause) || Interlocked.CompareExchange(ref _sentAt, now, last) != last)
            return;

        try
        {
            NpgsqlConnection connection = pool.Connect();
            await using (connection.ConfigureAwait(false))
            {
                await PostgresPool.OpenAsync(connection, cancellationToken).ConfigureAwait(false);
                var command = new NpgsqlCommand($"SELECT pg_notify('{Channel}', $1)", connection);
                await using (command.ConfigureAwait(false))
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = options.Target.Schema });
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (PostgresErrors.IsLoss(error) || error is NpgsqlException)
        {
            // What was written is safe, and workers find it the next time that they look.
        }
    }

    /// <inheritdoc/>
    public IWorkHints Listen() => new PostgresListener(options);
}
