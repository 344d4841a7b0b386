using Marianne.Files;

namespace Marianne.Storage;

/// <summary>Creates files and folders that only the current account can read.</summary>
internal static class OwnerOnly
{
    /// <summary>The permissions of a file, on systems other than Windows.</summary>
    public const UnixFileMode FilePermissions = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder and its parents if they do not exist. They survive a loss of power.</summary>
    public static void CreateFolder(string path) =>
        DurableFolder.Create(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Returns the options to open a file that may have to be created.</summary>
    public static FileStreamOptions FileOptions(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FilePermissions;
        return options;
    }
}
