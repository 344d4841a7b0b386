using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// The pooled connections of a database. Statements that are used often are prepared, so that the server plans them once, if each
/// connection is one to the server itself: a pool in between may give every transaction another one, which does not know them.
/// </summary>
internal sealed class PostgresPool
{
    /// <summary>The number of statements that a connection keeps. There are fewer that are used often.</summary>
    private const int MostPrepared = 150;

    private const string BackendQuery = "SELECT pg_backend_pid()";

    private readonly string _plain;
    private readonly string? _preparing;
    private volatile string _current;

    /// <summary>Creates the pool. Nothing is opened until it is used.</summary>
    /// <param name="connectionString">The connection string of the provider.</param>
    public PostgresPool(string connectionString)
    {
        _plain = _current = connectionString;
        _preparing = Preparing(connectionString);
        Timeout = TimeSpan.FromSeconds(new NpgsqlConnectionStringBuilder(connectionString).Timeout);
    }

    /// <summary>The time for which a new connection is waited.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Returns a connection that is not opened yet.</summary>
    public NpgsqlConnection Connect() => new(_current);

    /// <summary>Opens a connection.</summary>
    /// <exception cref="TimeoutException">The clock of the machine was set meanwhile.</exception>
    public static async ValueTask OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.IsJumpOfClock(error))
        {
            throw new TimeoutException("The clock was set while the connection was opened.", error);
        }
    }

    /// <summary>Prepares statements from now on, if an open connection is one to the server itself.</summary>
    public async ValueTask ExamineAsync(NpgsqlConnection connection, SqlSession session)
    {
        if (_preparing is null || _current == _preparing)
            return;

        if (IsDirect(connection, await session.ScalarAsync(BackendQuery).ConfigureAwait(false)))
        {
            _current = _preparing;
            NpgsqlConnection.ClearPool(connection);
        }
    }

    /// <summary>Determines whether an open connection is one to the server itself, and not to a pool in between.</summary>
    public static async ValueTask<bool> IsDirectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(BackendQuery, connection);
        await using (command.ConfigureAwait(false))
            return IsDirect(connection, await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Closes the connections that are not used, and prepares no statement from now on if there is a pool in between.</summary>
    /// <param name="error">The error after which they cannot be used.</param>
    public void Clear(Exception error)
    {
        using NpgsqlConnection connection = Connect();
        NpgsqlConnection.ClearPool(connection);
        if (PostgresErrors.IsNotPrepared(error))
            _current = _plain;
    }

    /// <summary>A pool gives each client a number of its own.</summary>
    private static bool IsDirect(NpgsqlConnection connection, object? backend) => backend is int process && process == connection.ProcessID;

    private static string? Preparing(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.ShouldSerialize("Max Auto Prepare"))
            return null; // The user has decided.

        builder.MaxAutoPrepare = MostPrepared;
        builder.AutoPrepareMinUsages = 2;
        return builder.ConnectionString;
    }
}
