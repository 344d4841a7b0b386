using Marianne.Scores;

namespace Marianne.Core.Tests.Scores;

/// <summary>Reads files of the repository.</summary>
internal static class Repository
{
    public static ScoreDescriptions Descriptions { get; } =
        ScoreDescriptions.Load(Path.ChangeExtension(typeof(Score).Assembly.Location, ".xml"));

    private static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Marianne.slnx")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
