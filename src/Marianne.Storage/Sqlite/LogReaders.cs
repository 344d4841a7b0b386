using System.Globalization;
using Marianne.Files;

namespace Marianne.Storage.Sqlite;

/// <summary>Finds the processes that read a database and so keep its log from being emptied. Only Linux tells.</summary>
internal static class LogReaders
{
    private const string Locks = "/proc/locks";

    /// <summary>The bytes of the index of the log that readers lock: those of SQLite's file format.</summary>
    private const long First = 123;

    private const long Last = 127;

    private enum Field
    {
        Id,
        Kind,
        Enforcement,
        Mode,
        Process,
        File,
        Start,
        End,
        Count,
    }

    /// <summary>Returns the processes, with their names where they can be read; none if it is not known.</summary>
    /// <param name="index">The path of the index of the log.</param>
    public static IReadOnlyList<string> Of(string index)
    {
        if (!OperatingSystem.IsLinux() || FileStatus.Of(index) is not { Identity.Number: > 0 and var number })
            return [];

        try
        {
            string file = string.Create(CultureInfo.InvariantCulture, $":{number}");
            return
            [
                .. File.ReadLines(Locks).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Where(fields => fields.Length == (int)Field.Count && IsReader(fields, file))
                    .Select(fields => fields[(int)Field.Process]).Distinct().Select(Describe),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // Without /proc, nothing is known.
        }
    }

    private static bool IsReader(string[] fields, string file) =>
        fields[(int)Field.Mode] == "READ" && fields[(int)Field.File].EndsWith(file, StringComparison.Ordinal)
        && long.TryParse(fields[(int)Field.Start], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
        && start is >= First and <= Last;

    private static string Describe(string process)
    {
        string name = System.IO.Path.Combine("/proc", process, "comm");
        return File.Exists(name) ? $"the process {process} ({File.ReadAllText(name).Trim()})" : $"the process {process}";
    }
}
