using System.Text.RegularExpressions;
using Marianne.Files;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>Converts SQLite errors to store errors. No SQLite exception leaves this assembly.</summary>
internal static partial class SqliteErrors
{
    private const int CorruptFileSystem = SQLITE_IOERR | (33 << 8);
    private const int Checksum = SQLITE_IOERR | (32 << 8);

    /// <summary>Determines whether the file is locked by another connection.</summary>
    public static bool IsBusy(this SqliteException error) => error.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED;

    /// <summary>
    /// Returns the store error of any error of reading or writing a file, or <c>null</c> for an error that says enough or has
    /// another cause.
    /// </summary>
    public static MarianneException? Find(Exception error, string path) => error switch
    {
        SqliteException fault => Explain(fault, path),
        UnauthorizedAccessException => StoreErrors.AccessDenied(path, error.Message),

        // A column that is read without ColumnReader, such as a count, can hold any value, too.
        InvalidOperationException and not ObjectDisposedException
            or InvalidCastException
            or OverflowException
            or FormatException
            or ArgumentOutOfRangeException => StoreErrors.UnexpectedValue(path),
        _ => null,
    };

    /// <summary>Returns the store error of an SQLite error.</summary>
    public static MarianneException Explain(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        _ when error.IsDamage() => StoreErrors.Corrupt(path, Reason(error)),
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => StoreErrors.Busy(path),
        SQLITE_READONLY when error.SqliteExtendedErrorCode == SQLITE_READONLY_DBMOVED => StoreErrors.Replaced(path),
        SQLITE_READONLY => StoreErrors.ReadOnly(path),
        SQLITE_FULL => StoreErrors.Full(path),
        SQLITE_NOTADB => StoreErrors.NotAStore(
            path,
            "it is not an SQLite database, or its first page is damaged. If it is a damaged store, Repair-MarianneStore -Destination "
            + "rebuilds that page and copies what can be read"),
        SQLITE_PERM or SQLITE_AUTH or SQLITE_CANTOPEN => Unopened(path, Reason(error)),
        _ => StoreErrors.Failed(path, Reason(error)),
    };

    /// <summary>
    /// Determines whether the file is damaged. Our SQL is valid for every store, so an error in it means other tables, and a
    /// violated constraint means contradictory content.
    /// </summary>
    public static bool IsDamage(this SqliteException error) =>
        error.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_ERROR or SQLITE_CONSTRAINT or SQLITE_MISMATCH
        || error.SqliteExtendedErrorCode is SQLITE_IOERR_SHORT_READ or CorruptFileSystem or Checksum;

    /// <summary>SQLite does not say why it cannot open a file.</summary>
    private static MarianneException Unopened(string path, string reason)
    {
        if (!File.Exists(path))
            return StoreErrors.Removed(path);
        if (!FileAccessCheck.MayRead(path))
            return StoreErrors.AccessDenied(path, reason);
        return new SqliteFiles(path).IsReadOnly ? StoreErrors.ReadOnly(path) : StoreErrors.Failed(path, reason);
    }

    /// <summary>Returns SQLite's own message, without the number and the quotes that the library adds.</summary>
    public static string Reason(SqliteException error)
    {
        string text = sqlite3_errstr(error.SqliteExtendedErrorCode).utf8_to_string();
        return error.SqliteErrorCode is SQLITE_ERROR or SQLITE_CONSTRAINT
            ? Quoted().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : error.Message
            : $"{text} ({error.SqliteExtendedErrorCode})";
    }

    [GeneratedRegex("^SQLite Error [0-9]+: '(.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
