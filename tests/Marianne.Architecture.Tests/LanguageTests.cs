using System.Text.RegularExpressions;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>The documentation is in plain English: words that have a usual equivalent are not used.</summary>
public partial class LanguageTests
{
    private static readonly (Regex Word, string Instead)[] Words =
    [
        (Nothing(), "null, or \"returns null if\""),
        (Became(), "result or outcome"),
        (Person(), "another process, the caller or any"),
        (Skipped(), "skipped"),
        (Fixed(), "fix or correct"),
        (Run(), "run"),
        (Resumed(), "resumes or continues"),
        (Interrupted(), "interrupted"),
        (Again(), "starts again"),
        (Notified(), "reports or is notified"),
        (Abandoned(), "failed or abandoned"),
        (Implementation(), "other implementations"),
    ];

    [Fact]
    public void The_XML_documentation_uses_plain_words()
    {
        IEnumerable<string> found = SourceTree.Files("src", "*.cs")
            .SelectMany(file => FindIn(file, line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)));

        Offences.AssertNone(found, "lines of XML documentation with private vocabulary");
    }

    [Fact]
    public void The_pages_use_plain_words()
    {
        IEnumerable<SourceFile> pages =
        [
            .. SourceTree.Files("docs", "*.md"),
            .. Directory.EnumerateFiles(SourceTree.Root, "*.md").Select(page => new SourceFile(Path.GetFileName(page))),
        ];
        IEnumerable<string> found = pages.SelectMany(page => FindIn(page, _ => true));

        Offences.AssertNone(found, "lines of pages with private vocabulary");
    }

    private static IEnumerable<string> FindIn(SourceFile file, Func<string, bool> isText) =>
        from line in file.Lines.Index()
        where isText(line.Item)
        from word in Words
        let match = word.Word.Match(line.Item)
        where match.Success
        select $"{file}:{line.Index + 1}: \"{match.Value}\", say {word.Instead}";

    [GeneratedRegex(@"\bnothing when\b|; nothing (if|for)\b|\bor nothing\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\bwhat (came|comes|became|becomes) of\b", RegexOptions.IgnoreCase)]
    private static partial Regex Became();

    [GeneratedRegex(@"\b(whoever|whomever|somebody|someone|nobody|no one)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Person();

    [GeneratedRegex(@"\bpass(ed|es)? over\b", RegexOptions.IgnoreCase)]
    private static partial Regex Skipped();

    [GeneratedRegex(@"\bmend(s|ed|ing)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Fixed();

    // The error id JobIsPlayed is one word, so it does not match.
    [GeneratedRegex(@"\b(play|plays|played|playing|player|players)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Run();

    [GeneratedRegex(@"\b(goes|went|going) on\b", RegexOptions.IgnoreCase)]
    private static partial Regex Resumed();

    [GeneratedRegex(@"\bcut short\b", RegexOptions.IgnoreCase)]
    private static partial Regex Interrupted();

    [GeneratedRegex(@"\b(tries|tried|begins?|begun|starts?) anew\b", RegexOptions.IgnoreCase)]
    private static partial Regex Again();

    [GeneratedRegex(@"\b(is|are|was|were) told\b", RegexOptions.IgnoreCase)]
    private static partial Regex Notified();

    [GeneratedRegex(@"\b(give|gives|gave|given) up\b", RegexOptions.IgnoreCase)]
    private static partial Regex Abandoned();

    [GeneratedRegex(@"\b(the|a) peers?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Implementation();
}
