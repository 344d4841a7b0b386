using System.ComponentModel;
using System.Diagnostics;

namespace Marianne.Commands;

/// <summary>
/// A native SQLite of somebody else in this process. POSIX locks belong to the process: when the other one closes a
/// database that ours has open, our locks are gone, and a committed row can be lost.
/// </summary>
internal static class ForeignSqlite
{
    private static readonly string Ours = Path.GetDirectoryName(typeof(ForeignSqlite).Assembly.Location)!;

    /// <summary>The path of one that is loaded; nothing when there is none, or when nobody may look.</summary>
    public static string? Find()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            return process.Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .FirstOrDefault(path => IsNative(path) && !path.StartsWith(Ours, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>What to say of it.</summary>
    public static string Warning(string library) =>
        $"Another SQLite is loaded in this process: {library}. If it opens the file of this store, jobs can be lost. "
        + "Let nothing but Marianne open that file in this process; see about_Marianne_Stores.";

    private static bool IsNative(string path)
    {
        string name = Path.GetFileName(path);
        return name.Contains("sqlite3", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("SQLitePCLRaw", StringComparison.OrdinalIgnoreCase);
    }
}
