namespace Marianne.Files;

/// <summary>
/// Identifies a file or a folder regardless of its name: two paths, or one path at two times, lead to the same file only if the
/// identities are equal.
/// </summary>
/// <param name="Device">The disk.</param>
/// <param name="Number">
/// The number of the file on the disk. A system can give it to a new file after the file was removed. It is 0 on a file system that
/// may number files anew.
/// </param>
/// <param name="CreatedAt">
/// The time of its creation, as the system counts it; 0 if the disk does not record it or the number is enough.
/// </param>
public readonly record struct FileIdentity(ulong Device, ulong Number, long CreatedAt)
{
    /// <summary>The identity of a file on a system that does not tell. It differs from no other.</summary>
    public static FileIdentity Unknown => default;

    /// <summary>
    /// Returns the identity of the file or folder that a path leads to, or <c>null</c> if it does not exist. The file is not
    /// opened, except on Windows.
    /// </summary>
    /// <param name="path">The full path. Symbolic links are followed.</param>
    /// <exception cref="UnauthorizedAccessException">A folder of the path may not be entered. The file may exist.</exception>
    public static FileIdentity? Of(string path) => FileStatus.Of(path)?.Identity;

    /// <summary>Determines whether the other identity is known to be that of another file.</summary>
    public bool DiffersFrom(FileIdentity other) => this != Unknown && other != Unknown && this != other;
}
