namespace Marianne.Storage.Sqlite;

/// <summary>Where a row is in a listing by time: the next page goes on after it.</summary>
/// <param name="Time">The time as the file has it, whatever that is.</param>
/// <param name="RowId">Which of the rows of that time it is.</param>
internal readonly record struct RowKey(object Time, long RowId);
