namespace Marianne.Commands;

/// <summary>
/// Which record of a pipeline PowerShell is reading on this thread, so that the error of a cell can say so: whoever
/// reads the cell does not know the cmdlet, and the cmdlet never sees a record with a bad one.
/// </summary>
internal static class RecordNumber
{
    [ThreadStatic]
    private static long _current;

    /// <summary>How the error of a cell begins: <c>Record 3: </c>, or nothing when it is in no record.</summary>
    public static string Prefix => _current == 0 ? "" : PrefixOf(_current);

    /// <summary>How the error of a record begins.</summary>
    public static string PrefixOf(long number) => FormattableString.Invariant($"Record {number}: ");

    /// <summary>Says that a record is read.</summary>
    /// <param name="number">Its number, from 1.</param>
    public static void Begin(long number) => _current = number;

    /// <summary>Says that none is read any more.</summary>
    public static void End() => _current = 0;
}
