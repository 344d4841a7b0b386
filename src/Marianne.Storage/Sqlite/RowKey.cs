namespace Marianne.Storage.Sqlite;

/// <summary>Where a row is in a listing by time: the next page goes on after it.</summary>
/// <param name="Time">The time as the file has it, whatever that is.</param>
/// <param name="RowId">Which of the rows of that time it is.</param>
internal readonly record struct RowKey(object Time, long RowId)
{
    /// <summary>The condition that only rows after a key meet. Its first part is for the index, its second for ties.</summary>
    /// <param name="column">The column of the time.</param>
    /// <param name="time">The parameter with the key's time.</param>
    /// <param name="rowId">The parameter with the key's row.</param>
    public static string Beyond(string column, string time, string rowId) =>
        $"AND ifnull({column}, '') <= {time} AND (ifnull({column}, ''), rowid) < ({time}, {rowId})";
}
