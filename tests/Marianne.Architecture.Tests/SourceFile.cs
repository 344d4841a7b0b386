using System.Text.RegularExpressions;

namespace Marianne.Architecture.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="path">Its path, relative to the repository, with forward slashes.</param>
internal sealed partial class SourceFile(string path)
{
    private string[]? _lines;

    public string Path { get; } = path;

    public IReadOnlyList<string> Lines => _lines ??= File.ReadAllLines(System.IO.Path.Combine(SourceTree.Root, Path));

    /// <summary>
    /// The name without what follows the first dot or brace: <c>Job.Queries.cs</c> and <c>Job{T}.cs</c> hold a Job.
    /// </summary>
    public string Stem => System.IO.Path.GetFileName(Path).Split('.', '{')[0];

    /// <summary>The folders between the project and the file.</summary>
    public IReadOnlyList<string> Folders => Path.Split('/')[2..^1];

    public string? Namespace =>
        Lines.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    /// <summary>
    /// The types that are declared outside other types. Namespaces are file-scoped, so these lines are not indented.
    /// </summary>
    public IEnumerable<(bool IsPublic, string Name)> Types => Lines
        .Select(line => TypeLine().Match(line))
        .Where(match => match.Success)
        .Select(match => (match.Groups["public"].Success, match.Groups["name"].Value));

    public override string ToString() => Path;

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?<public>public )?(\w+ )*?(class|interface|enum|struct|record( struct| class)?) (?<name>\w+)")]
    private static partial Regex TypeLine();
}
