namespace Marianne.Processes;

/// <summary>Creates temporary files that only this user can read.</summary>
internal static class PrivateFile
{
    /// <summary>Creates a file with a text. Returns its full path.</summary>
    /// <param name="purpose">A word for the file's name.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static string Create(string purpose, string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"marianne-{purpose}-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, CommandStarter.Utf8, options);
        writer.Write(text);
        return path;
    }
}
