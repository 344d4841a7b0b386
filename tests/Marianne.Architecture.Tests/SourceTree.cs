namespace Marianne.Architecture.Tests;

/// <summary>The files of the repository.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Returns the files below a folder whose names match a pattern, with paths relative to the repository.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, string pattern)
    {
        IEnumerable<SourceFile> files = Directory
            .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        return [.. files];
    }

    /// <summary>Returns the folders below a folder, with paths relative to the repository.</summary>
    public static IEnumerable<string> Folders(string folder) => Directory
        .EnumerateDirectories(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Marianne.slnx")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
