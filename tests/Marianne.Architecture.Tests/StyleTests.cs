using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>
/// What <c>dotnet format</c> would change that a build with the analyzers of the SDK does not report, read from the text: a whole
/// <c>dotnet format</c> takes as long as the build.
/// </summary>
public partial class StyleTests
{
    private const string TypeNameFault = "the name of a type that is a keyword, such as Int32 instead of int";
    private const string QualificationFault = "this. where it is not needed";

    private static readonly IReadOnlyList<SourceFile> Sources = [.. SourceTree.Files("src", "*.cs"), .. SourceTree.Files("tests", "*.cs")];

    [Fact]
    public void A_file_is_UTF_8_without_a_mark_and_with_line_feeds() => Offences.AssertNone(
        from file in Sources
        let content = File.ReadAllBytes(Path.Combine(SourceTree.Root, file.Path))
        where content.AsSpan().StartsWith(Encoding.UTF8.Preamble) || content.Contains((byte)'\r') || content is not [.., (byte)'\n']
        select file,
        "files with a byte order mark, a carriage return, or no line break at the end");

    [Fact]
    public void Usings_are_sorted() => Offences.AssertNone(
        from file in Sources
        let usings = file.Lines.TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            .Select(line => Using().Match(line)).Where(match => match.Success).ToArray()
        let sorted = usings.OrderBy(Kind).ThenByDescending(IsOfSystem).ThenBy(Name, StringComparer.OrdinalIgnoreCase)
        where !usings.SequenceEqual(sorted)
        select file,
        "files whose usings are not sorted, those of System first");

    [Theory]
    [InlineData(TypeNameFault, "Int32 number = 1;")]
    [InlineData(TypeNameFault, "object o = (System.Object)text;")]
    [InlineData(TypeNameFault, "Func<Int64?, string> f;")]
    [InlineData(QualificationFault, "int one = this.One;")]
    public void What_is_looked_for_is_found(string what, string code) =>
        Assert.Contains(what, Faults("f.cs", code).Single(), StringComparison.Ordinal);

    [Theory]
    [InlineData("string s = \"Int32 number = this.One\"; // Int32 number")]
    [InlineData("JsonValueKind.String => Int32.Parse(text), nameof(Int32)")]
    [InlineData("""char c = '"'; int number = 1; string t = "Int32 number";""")]
    [InlineData("this.Select(item => item); await this.ReadAsync<int>();")]
    public void What_is_right_is_not_found(string code) => Assert.Empty(Faults("f.cs", code));

    [Fact]
    public void Names_are_the_short_ones() => Offences.AssertNone(
        Sources.SelectMany(file => Faults(file.Path, string.Join('\n', file.Lines))), "names that can be simplified");

    private static IEnumerable<string> Faults(string file, string text)
    {
        // Texts and comments become blank, and keep their lines.
        string code = TextOrComment().Replace(text, match => new string('\n', match.Value.Count(letter => letter == '\n')));
        return Find(TypeName(), TypeNameFault)
            .Concat(Find(Qualification(), QualificationFault));

        IEnumerable<string> Find(Regex fault, string what) => fault.Matches(code)
            .Select(match => $"{file}:{code.AsSpan(0, match.Index).Count('\n') + 1}: \"{match.Value.Trim()}\", {what}");
    }

    private static int Kind(Match match) => match.Groups["alias"].Success ? 2 : match.Groups["static"].Success ? 1 : 0;

    private static bool IsOfSystem(Match match) => Name(match).Split('.')[0] == "System";

    private static string Name(Match match) => match.Groups["name"].Value;

    [GeneratedRegex(@"^using (?<static>static )?(?:(?<name>\w+)(?<alias> = )[^;]+|(?<name>[\w.]+));")]
    private static partial Regex Using();

    [GeneratedRegex("""
        //[^\n]*|/\*[\s\S]*?\*/|'(?:[^'\\\n]|\\[^\n]+?)'|\$*("{3,})[\s\S]*?\1"*|(?:\$@|@\$|@)"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"
        """)]
    private static partial Regex TextOrComment();

    // In a declaration, a cast, a pattern or a list of types: neither Int32.Parse, JsonValueKind.String nor nameof(Int32).
    [GeneratedRegex("""
        (?<![\w.]|nameof\()(?:System\.)?\b(?:Boolean|Byte|SByte|Char|Decimal|Double|Single|U?Int(?:16|32|64)|Object|String)\b
        (?:(?<=(?:typeof\(|<|\bis\ |\bas\ |\bnew\ )[\w.]+)|(?=\??(?:[>\[\]&]|\ \w|\)[\w(])))
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TypeName();

    // Only an extension method has to be called through it.
    [GeneratedRegex(@"\bthis\.\w+\b(?![(<])")]
    private static partial Regex Qualification();
}
