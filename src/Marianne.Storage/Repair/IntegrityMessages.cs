namespace Marianne.Storage.Repair;

/// <summary>The messages of the integrity check of SQLite, which writes those about the pages of a file as lines of one row.</summary>
internal static class IntegrityMessages
{
    /// <summary>Returns the messages in a row. There is none if the file is intact.</summary>
    /// <param name="row">The text of the row.</param>
    public static IEnumerable<string> In(string row) => row
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(line => line != "ok" && !line.StartsWith("***", StringComparison.Ordinal)); // The title with the name of the database.
}
