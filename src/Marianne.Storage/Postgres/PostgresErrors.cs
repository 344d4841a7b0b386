using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>Decides by its SQLSTATE what follows from an error of the server, and converts those that are left to store errors.</summary>
internal static class PostgresErrors
{
    /// <summary>The code of a command that would have to be prepared again, after the tables changed.</summary>
    private const string PlanChanged = PostgresErrorCodes.FeatureNotSupported;

    /// <summary>The codes of a connection that has other prepared statements than its client knows.</summary>
    private static readonly string[] NotPrepared =
        [PostgresErrorCodes.InvalidSqlStatementName, PostgresErrorCodes.DuplicatePreparedStatement];

    private static readonly string[] Conflicts =
    [
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.LockNotAvailable,

        // Another process created or removed the same row meanwhile: repeated, the transaction sees it.
        PostgresErrorCodes.UniqueViolation,
        PostgresErrorCodes.ForeignKeyViolation,
    ];

    private static readonly string[] Losses =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.ReadOnlySqlTransaction,
        PostgresErrorCodes.TooManyConnections,
        PlanChanged,
        .. NotPrepared,
    ];

    /// <summary>Indicates whether the transaction may succeed if it is repeated.</summary>
    public static bool IsConflict(Exception error) => error is PostgresException { SqlState: { } state } && Conflicts.Contains(state);

    /// <summary>Indicates whether the connection, or the server behind it, is no longer the right one.</summary>
    public static bool IsLoss(Exception error) => error switch
    {
        PostgresException { SqlState: { } state } => state.StartsWith("08", StringComparison.Ordinal) || Losses.Contains(state),
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException => true,
        IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Indicates whether a failed commit may have been made. An error that keeps the connection says that it was not.</summary>
    public static bool LosesAnswer(Exception error) => IsLoss(error) && error is not PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Indicates whether the statement cannot run as it was prepared. Repeated once, it is prepared again.</summary>
    public static bool IsPlanChange(Exception error) => error is PostgresException { SqlState: PlanChanged };

    /// <summary>Indicates whether a pool has given the client another connection of the server, which does not know its statements.</summary>
    public static bool IsNotPrepared(Exception error) => error is PostgresException { SqlState: { } state } && NotPrepared.Contains(state);

    /// <summary>
    /// Indicates whether a wait was ended before its time. The provider measures waits for a connection with the clock of the machine,
    /// which may have been set meanwhile.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="elapsed">The time that has passed, which no change of the clock moves.</param>
    /// <param name="timeout">The time for which an answer is waited.</param>
    public static bool IsEarlyTimeout(Exception error, TimeSpan elapsed, TimeSpan timeout) => IsTimeout(error) && elapsed < timeout;

    /// <summary>
    /// Indicates whether a connection failed because the clock of the machine was set by days: the provider reckons with it how long it
    /// still waits, and that is no length of a wait then.
    /// </summary>
    /// <param name="error">The error of a connection that was being opened.</param>
    public static bool IsJumpOfClock(Exception error) =>
        error is ArgumentOutOfRangeException or NpgsqlException { InnerException: ArgumentOutOfRangeException };

    /// <summary>
    /// Returns the store error of an error, or <c>null</c> for one that says enough or has another cause. The messages have nothing of
    /// the connection string but where the server is.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="target">The server and the database.</param>
    public static MarianneException? Find(Exception error, PostgresTarget target) => error switch
    {
        MarianneException or OperationCanceledException => null,
        PostgresException refused => Explain(refused, target),
        NpgsqlException { InnerException: AuthenticationException } => target.Error(
            MarianneError.StoreAccessDenied,
            "the server's certificate is not accepted. Check the host name, and name the certificate of its authority with "
            + "'Root Certificate=', or the mode with 'SSL Mode='"),
        _ when IsTimeout(error) => target.Error(MarianneError.StoreBusy, "the server did not answer in time. Try again later"),
        NpgsqlException { InnerException: SocketException or IOException } or SocketException or IOException => target.Error(
            MarianneError.StoreFailed,
            $"the server cannot be reached ({Reason(error)}). Check that it runs, the host name, the port, and the firewall between"),
        NpgsqlException failed => target.Error(MarianneError.StoreFailed, failed.Message.TrimEnd('.')),

        // A column of a table that another program changed.
        InvalidOperationException and not ObjectDisposedException
            or InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException =>
            StoreErrors.UnexpectedValue(target.Location),
        _ => null,
    };

    private static MarianneException Explain(PostgresException error, PostgresTarget target) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => target.Error(
            MarianneError.StoreAccessDenied,
            "the server refuses the user name or the password. Check -Credential, the passfile, or the variable MARIANNE_CONNECTION"),
        PostgresErrorCodes.InvalidCatalogName => target.Error(
            MarianneError.StoreNotFound,
            $"the server has no database '{target.Database}'. Check its name, or create it with CREATE DATABASE"),
        PostgresErrorCodes.InsufficientPrivilege => target.Error(
            MarianneError.StoreAccessDenied,
            $"{error.MessageText}. Ask the owner of the database for CREATE on the database, or for USAGE on the schema "
            + $"'{target.Schema}' and the rights to read and write its tables"),
        PostgresErrorCodes.ReadOnlySqlTransaction => Standby(target),
        PostgresErrorCodes.TooManyConnections => target.Error(
            MarianneError.StoreBusy, "the server has no free connection. Raise its max_connections, or put a pool in front of it"),
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => target.Error(
            MarianneError.StoreBusy, "the server starts or stops. Try again later"),
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => target.Error(
            MarianneError.StoreFull, "the server has no space left. What was saved before is intact. Free some space and try again"),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => target.Error(
            MarianneError.StoreNotFound,
            $"the tables of the schema '{target.Schema}' were removed while the store was open. Restore them from a backup, or use "
            + "Connect-Marianne to create new ones"),
        _ when IsConflict(error) => target.Error(
            MarianneError.StoreBusy, "other processes changed the same rows for too long. Nothing was written. Try again later"),
        _ => target.Error(
            MarianneError.StoreFailed,
            $"{error.MessageText.TrimEnd('.')} ({error.SqlState}). What was saved before is intact. Fix the cause and try again"),
    };

    /// <summary>The server is a standby, which can only be read.</summary>
    public static MarianneException Standby(PostgresTarget target) => target.Error(
        MarianneError.StoreReadOnly,
        "the server is a standby, which only copies another one. Nothing was written. Connect to the primary; with several hosts, add "
        + "'Target Session Attributes=primary'");

    /// <summary>The server went away during a commit, and cannot say whether the commit was made.</summary>
    public static MarianneException Unknown(PostgresTarget target) => target.Error(
        MarianneError.StoreFailed,
        "the server went away while a change was saved, and cannot say whether it was. Check with Get-MarianneJob before you repeat it");

    private static bool IsTimeout(Exception error) => error is NpgsqlException { InnerException: TimeoutException } or TimeoutException;

    private static string Reason(Exception error) => (error.InnerException ?? error).Message.TrimEnd('.');
}
