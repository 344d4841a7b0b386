namespace Marianne.Files;

/// <summary>The one absolute path of a file or a folder: every link on it followed, as far as it exists.</summary>
internal static class RealPath
{
    /// <summary>How many links are followed, as on Linux; one in a circle then stands for itself.</summary>
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>The real path of a path, which need not exist.</summary>
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
    /// Elsewhere than on Windows, <c>..</c> leads out of where a link leads to, so it has to wait for the link.
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
