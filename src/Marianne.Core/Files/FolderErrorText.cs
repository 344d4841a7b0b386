namespace Marianne.Files;

/// <summary>What is wrong with a folder in which something is to be written.</summary>
public static class FolderErrorText
{
    /// <summary>Why there can be no file at a path, without a full stop; nothing when its folder is there.</summary>
    /// <param name="file">The full path of the file.</param>
    public static string? OfFile(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        return folder is null || Directory.Exists(folder) ? null : FileAt(folder) ?? $"there is no folder '{folder}'";
    }

    /// <summary>Says that a folder, or one that it would be in, is a file; nothing when none is.</summary>
    /// <param name="folder">The full path of the folder.</param>
    public static string? FileAt(string folder)
    {
        for (string? part = folder; part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                return $"'{part}' is a file, and no folder";
        }

        return null;
    }
}
