namespace Marianne.Processes;

/// <summary>A temporary file that only this user can read. It is deleted when it is disposed.</summary>
internal sealed class PrivateFile : IDisposable
{
    private PrivateFile(string path) => FullPath = path;

    /// <summary>The full path of the file.</summary>
    public string FullPath { get; }

    /// <summary>Creates a file with a text.</summary>
    /// <param name="purpose">A word for the file's name.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static PrivateFile Create(string purpose, string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"marianne-{purpose}-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new PrivateFile(path);
        try
        {
            using var writer = new StreamWriter(path, CommandStarter.Utf8, options);
            writer.Write(text);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(FullPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays in the folder for temporary files, which the system cleans.
        }
    }
}
