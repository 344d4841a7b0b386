namespace Marianne.Instruments;

/// <summary>Finds programs in the folders of the variable <c>PATH</c>.</summary>
public static class ProgramFinder
{
    private static readonly string[] DefaultExtensions = [".COM", ".EXE", ".BAT", ".CMD"];

    /// <summary>Returns the full path of a program, or <c>null</c> if it is not installed.</summary>
    /// <param name="program">The name of the program, or its path.</param>
    /// <param name="folder">The full path of the folder that a relative path begins at.</param>
    /// <param name="folders">The folders to search. The default is the value of <c>PATH</c>.</param>
    public static string? Find(string program, string folder, string? folders = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(folder);

        if (program.Length == 0 || program.Contains('\0'))
            return null;
        if (program.Contains('/') || (OperatingSystem.IsWindows() && program.Contains('\\')))
            return InFolder(folder, program);
        return (folders ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => InFolder(Path.GetFullPath(path, folder), program)).FirstOrDefault(found => found is not null);
    }

    private static string? InFolder(string folder, string program)
    {
        string path = Path.GetFullPath(program, folder);
        IEnumerable<string> names = OperatingSystem.IsWindows() && !Path.HasExtension(program)
            ? (Environment.GetEnvironmentVariable("PATHEXT")?.Split(';') ?? DefaultExtensions).Select(extension => path + extension)
            : [path];
        return names.FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path)
    {
        try
        {
            const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // What cannot be seen cannot be started either.
        }
    }
}
