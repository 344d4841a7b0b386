using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marianne.Files;

namespace Marianne.Instruments;

/// <summary>Finds the version of a program in its files, without running it.</summary>
internal static partial class ProgramVersion
{
    private const int MostParents = 4;
    private const long LongestPackage = 1024 * 1024;

    /// <summary>
    /// Returns the version, or <c>null</c> if the files do not show it: in the package of an npm program, in the metadata of a
    /// Python package, in the path of the program, or in the program itself on Windows.
    /// </summary>
    /// <param name="path">The full path of the program.</param>
    public static string? Find(string path)
    {
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return OfNpm(target) ?? OfPython(path) ?? OfPath(target) ?? OfWindows(target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // The version is only shown.
        }
    }

    private static string? OfNpm(string target)
    {
        string? folder = Path.GetDirectoryName(target);
        for (int level = 0; folder is not null && level < MostParents; level++, folder = Path.GetDirectoryName(folder))
        {
            var file = new FileInfo(Path.Combine(folder, "package.json"));
            if (!file.Exists || file.Length > LongestPackage)
                continue;

            using var package = JsonDocument.Parse(RegularFile.ReadAllText(file.FullName));
            if (package.RootElement.ValueKind == JsonValueKind.Object && package.RootElement.TryGetProperty("bin", out _)
                && package.RootElement.TryGetProperty("version", out JsonElement version) && version.ValueKind == JsonValueKind.String)
            {
                return version.GetString();
            }
        }

        return null;
    }

    private static string? OfPython(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string library = Path.Combine(Path.GetDirectoryName(path)!, "..", "lib");
        if (!Directory.Exists(library))
            return null;

        return Directory.EnumerateDirectories(library, "python*")
            .Select(folder => Path.Combine(folder, "site-packages"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder, "*.dist-info"))
            .Select(folder => PythonPackage().Match(Path.GetFileName(folder)))
            .Where(match => match.Success && match.Groups["name"].Value.Split('_')[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(match => match.Groups["name"].Length)
            .Select(match => match.Groups["version"].Value)
            .FirstOrDefault();
    }

    private static string? OfPath(string target) => VersionInPath().Match(target) is { Success: true } match ? match.Groups[1].Value : null;

    private static string? OfWindows(string target) =>
        OperatingSystem.IsWindows() && FileVersionInfo.GetVersionInfo(target).ProductVersion is { Length: > 0 } version ? version : null;

    [GeneratedRegex(@"^(?<name>.+)-(?<version>\d[^-]*)\.dist-info$")]
    private static partial Regex PythonPackage();

    [GeneratedRegex(@"[\\/@v-](\d+\.\d+\.\d+[\w.+-]*?)(?=[\\/]|$)")]
    private static partial Regex VersionInPath();
}
