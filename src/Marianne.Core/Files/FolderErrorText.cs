namespace Marianne.Files;

/// <summary>Describes why a folder cannot be used, or a file cannot be written.</summary>
public static class FolderErrorText
{
    /// <summary>Returns why a file cannot be created, without a full stop, or <c>null</c> if its folder exists.</summary>
    /// <param name="file">The full path of the file.</param>
    public static string? OfFile(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        return folder is null || Directory.Exists(folder) ? null : FileAt(folder) ?? $"the folder '{folder}' does not exist";
    }

    /// <summary>
    /// Returns why a file cannot be written by <see cref="AtomicFile"/>, without a full stop, or <c>null</c> if only the error of the
    /// system describes it.
    /// </summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="force">Indicates whether a read-only file is replaced.</param>
    public static string? OfWrite(string file, bool force)
    {
        if (Directory.Exists(file))
            return "it is a folder";
        if (RegularFile.IsSpecial(file))
            return RegularFile.SpecialText;
        return !force && File.Exists(file) && File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly)
            ? "it is read-only. To replace it, use -Force"
            : OfFile(file);
    }

    /// <summary>
    /// Returns that a folder or one of its parents is a file, or a symbolic link that leads nowhere, or <c>null</c> if none is.
    /// </summary>
    /// <param name="folder">The full path of the folder.</param>
    public static string? FileAt(string? folder)
    {
        for (string? part = folder; part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                return LinkFault(part) ?? $"'{part}' is a file, not a folder";
        }

        return null;
    }

    /// <summary>Returns why a symbolic link leads nowhere, or <c>null</c> if it is not one or leads to a file.</summary>
    private static string? LinkFault(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false } target
                ? $"'{path}' is a symbolic link to '{target.FullName}', which does not exist"
                : null;
        }
        catch (IOException)
        {
            return $"'{path}' is a symbolic link that leads to itself";
        }
    }
}
