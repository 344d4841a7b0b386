namespace Marianne.Storage.Json;

/// <summary>Distinguishes the versions of a file, each of which is written as a new file.</summary>
/// <param name="WrittenAt">The time of the last write.</param>
/// <param name="Length">The length; -1 if the file does not exist.</param>
internal readonly record struct FileStamp(DateTime WrittenAt, long Length)
{
    /// <summary>Returns the stamp of a file.</summary>
    /// <param name="path">The path of the file.</param>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : new FileStamp(default, -1);
    }
}
