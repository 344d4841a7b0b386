using System.Management.Automation;
using System.Management.Automation.Language;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>The part of an argument that was typed before Tab was pressed.</summary>
internal sealed class CompletionWord
{
    private const string Quotes = "'\"\u2018\u2019\u201a\u201b\u201c\u201d\u201e";

    private readonly string _text;
    private readonly Func<string, bool>? _pattern;

    /// <summary>Creates the word from the typed text, which may start with a quotation mark.</summary>
    public CompletionWord(string? word)
    {
        _text = Unquoted(word ?? "");
        if (WildcardPattern.ContainsWildcardCharacters(_text) && !_text.Contains('['))
            _pattern = Wildcards.Any([_text + "*"]);
    }

    /// <summary>The prefix of all matching texts, or <c>null</c> if the word is a wildcard pattern.</summary>
    public string? Prefix => _pattern is null ? _text : null;

    /// <summary>Determines whether a text starts with the word or matches it as a pattern, ignoring case.</summary>
    public bool Fits(string text) =>
        text.StartsWith(_text, StringComparison.OrdinalIgnoreCase) || _pattern?.Invoke(text) == true;

    /// <summary>Creates a result that inserts a literal text.</summary>
    public static CompletionResult Result(string text, string tip) =>
        Create(text, text, tip);

    /// <summary>Creates a result that inserts a wildcard pattern, which matches only this text.</summary>
    public static CompletionResult Pattern(string text, string tip) =>
        Create(WildcardPattern.Escape(text), text, tip);

    private static CompletionResult Create(string inserted, string text, string tip) => new(
        Quoted(inserted), TerminalText.Name(text), CompletionResultType.ParameterValue, TerminalText.Name(tip));

    // PowerShell passes the quotation marks, and the second one may not have been typed yet.
    private static string Unquoted(string word)
    {
        if (word.Length == 0 || !Quotes.Contains(word[0]))
            return word;
        return word.Length > 1 && Quotes.Contains(word[^1]) ? word[1..^1] : word[1..];
    }

    // Characters that are not safe for a terminal are inserted as escape sequences of PowerShell, which only double-quoted
    // strings have.
    private static string Quoted(string text)
    {
        if (IsBareword(text))
            return text;
        return TerminalText.Name(text) == text
            ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'"
            : $"\"{TerminalText.Replace(Escaped(text), code => $"`u{{{code:x}}}")}\"";
    }

    private static string Escaped(string text) => string.Concat(text.Select(c => c is '`' or '$' || Quotes.Contains(c) && c != '\''
        ? $"`{c}"
        : $"{c}"));

    // A hyphen, a digit or an at sign has a special meaning at the start of an argument.
    private static bool IsBareword(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text.All(char.IsAsciiDigit))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
