namespace Marianne.Storage.Relational;

/// <summary>The position of a row in a listing by time. The next page starts after it.</summary>
/// <param name="Time">The time as it is in the file.</param>
/// <param name="RowId">The id of the row, which orders the rows of one time.</param>
internal readonly record struct RowKey(object? Time, long RowId)
{
    /// <summary>
    /// Returns the condition for rows after a key. Its first part lets SQLite use the index, its second orders ties.
    /// </summary>
    /// <param name="column">The column of the time.</param>
    /// <param name="time">The parameter that holds the key's time.</param>
    /// <param name="rowId">The parameter that holds the key's row id.</param>
    /// <param name="idColumn">The column of the row id. A query of several tables has to name the table.</param>
    public static string Beyond(string column, string time, string rowId, string idColumn = "rowid") =>
        $"AND ifnull({column}, '') <= {time} AND (ifnull({column}, ''), {idColumn}) < ({time}, {rowId})";
}
