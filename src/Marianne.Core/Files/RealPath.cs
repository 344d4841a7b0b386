namespace Marianne.Files;

/// <summary>Resolves paths: the result is absolute, and every existing symbolic link on it is followed.</summary>
public static class RealPath
{
    /// <summary>
    /// The maximum number of links that are followed, as on Linux. A link beyond it, as in a circle, is kept.
    /// </summary>
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Returns the real path of a path, which need not exist.</summary>
    /// <param name="path">The path.</param>
    public static string Of(string path)
    {
        string absolute = Absolute(path);
        string real = Path.GetPathRoot(absolute)!;
        var rest = new Stack<string>();
        PushParts(rest, absolute[real.Length..]);

        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (part == ".")
                continue;

            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            string next = Path.Combine(real, part);
            if (links == MostLinks || new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            links++;
            string root = Path.GetPathRoot(target)!;
            PushParts(rest, target[root.Length..]);
            real = root.Length == 0 ? real : root;
        }

        return real;
    }

    /// <summary>
    /// Except on Windows, <c>..</c> is the parent of the target of a link, so it can be resolved only after the link.
    /// </summary>
    private static string Absolute(string path) => OperatingSystem.IsWindows()
        ? Path.GetFullPath(path)
        : Path.Combine(Directory.GetCurrentDirectory(), path);

    private static void PushParts(Stack<string> rest, string path)
    {
        string[] parts = path.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (int index = parts.Length - 1; index >= 0; index--)
            rest.Push(parts[index]);
    }
}
