using System.ComponentModel;
using System.Diagnostics;
using Marianne.Files;

namespace Marianne.Commands;

/// <summary>
/// Detects a native SQLite library of another module in this process. POSIX locks belong to the process: when the other library
/// closes a database that is open here, the locks are released, and committed rows can be lost.
/// </summary>
internal static class ForeignSqlite
{
    /// <summary>The system reports real paths, also if a link to the module was imported.</summary>
    private static readonly string[] OwnFolders =
        [.. new[] { OwnFolder, RealPath.Of(OwnFolder) }.Select(folder => folder + Path.DirectorySeparatorChar)];

    /// <summary>Returns the path of such a library, or <c>null</c> if none is found or the modules cannot be read.</summary>
    public static string? Find()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            return process.Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .FirstOrDefault(path => IsNative(path) && !IsOwn(path));
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Returns the warning about such a library.</summary>
    public static string Warning(string library) =>
        $"Another SQLite library is loaded in this process: {library}. If it opens the file of this store, jobs can be lost. "
        + "Do not open that file with other modules in this process. For more information, see about_Marianne_Stores.";

    private static string OwnFolder => Path.GetDirectoryName(typeof(ForeignSqlite).Assembly.Location)!;

    private static bool IsOwn(string path) =>
        OwnFolders.Any(folder => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase));

    private static bool IsNative(string path)
    {
        string name = Path.GetFileName(path);
        return name.Contains("sqlite3", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("SQLitePCLRaw", StringComparison.OrdinalIgnoreCase);
    }
}
