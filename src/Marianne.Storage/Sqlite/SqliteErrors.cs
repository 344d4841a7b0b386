using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Marianne.Storage.Sqlite;

/// <summary>Converts SQLite errors to store errors. No SQLite exception leaves this assembly.</summary>
internal static class SqliteErrors
{
    /// <summary>Determines whether the file is locked by another connection.</summary>
    public static bool IsBusy(this SqliteException error) => error.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED;

    /// <summary>Returns the store error of an SQLite error.</summary>
    public static MarianneException Explain(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => StoreErrors.Busy(path),
        SQLITE_READONLY => StoreErrors.ReadOnly(path),
        SQLITE_FULL => StoreErrors.Full(path),
        SQLITE_CORRUPT => StoreErrors.Corrupt(path, Reason(error)),
        SQLITE_NOTADB => StoreErrors.NotAStore(path, "it is not an SQLite database, or its first page is damaged"),
        SQLITE_PERM or SQLITE_AUTH or SQLITE_CANTOPEN => StoreErrors.AccessDenied(path, Reason(error)),
        _ => StoreErrors.Failed(path, Reason(error)),
    };

    /// <summary>Returns SQLite's own message, without the number and the quotes that the library adds.</summary>
    private static string Reason(SqliteException error)
    {
        string text = sqlite3_errstr(error.SqliteExtendedErrorCode).utf8_to_string();
        return error.SqliteErrorCode == SQLITE_ERROR ? error.Message : $"{text} ({error.SqliteExtendedErrorCode})";
    }
}
