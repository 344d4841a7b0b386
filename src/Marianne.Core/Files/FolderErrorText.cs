namespace Marianne.Files;

/// <summary>Describes why a folder cannot be used.</summary>
public static class FolderErrorText
{
    /// <summary>Returns why a file cannot be created, without a full stop, or <c>null</c> if its folder exists.</summary>
    /// <param name="file">The full path of the file.</param>
    public static string? OfFile(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        return folder is null || Directory.Exists(folder) ? null : FileAt(folder) ?? $"the folder '{folder}' does not exist";
    }

    /// <summary>Returns that a folder or one of its parents is a file, or <c>null</c> if none is.</summary>
    /// <param name="folder">The full path of the folder.</param>
    public static string? FileAt(string? folder)
    {
        for (string? part = folder; part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                return $"'{part}' is a file, not a folder";
        }

        return null;
    }
}
