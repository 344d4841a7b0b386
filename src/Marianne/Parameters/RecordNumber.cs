namespace Marianne.Commands;

/// <summary>
/// The number of the pipeline record that PowerShell binds on this thread, for the message of an invalid cell. The attribute that
/// converts a cell does not know the cmdlet, and the cmdlet never receives a record with an invalid cell.
/// </summary>
internal static class RecordNumber
{
    [ThreadStatic]
    private static long _current;

    /// <summary>The start of an error message, such as <c>Record 3: </c>. It is empty outside of a record.</summary>
    public static string Prefix => _current == 0 ? "" : PrefixOf(_current);

    /// <summary>Returns the start of the error messages of a record.</summary>
    public static string PrefixOf(long number) => FormattableString.Invariant($"Record {number}: ");

    /// <summary>Marks the start of a record.</summary>
    /// <param name="number">The record's number, from 1.</param>
    public static void Begin(long number) => _current = number;

    /// <summary>Marks the end of the records.</summary>
    public static void End() => _current = 0;
}
