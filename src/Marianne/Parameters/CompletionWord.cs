using System.Management.Automation;
using System.Management.Automation.Language;

namespace Marianne.Commands;

/// <summary>What has been typed of an argument when Tab is pressed.</summary>
internal sealed class CompletionWord
{
    private const string Quotes = "'\"\u2018\u2019\u201a\u201b\u201c\u201d\u201e";

    private readonly string _text;
    private readonly Func<string, bool>? _pattern;

    /// <summary>Takes the word, with the quote that it may begin with.</summary>
    public CompletionWord(string? word)
    {
        _text = Unquoted(word ?? "");
        if (WildcardPattern.ContainsWildcardCharacters(_text) && !_text.Contains('['))
            _pattern = Wildcards.Any([_text + "*"]);
    }

    /// <summary>How whatever fits begins; nothing when the word is a wildcard.</summary>
    public string? Prefix => _pattern is null ? _text : null;

    /// <summary>Whether a text begins like the word, in any case, or fits it as a wildcard.</summary>
    public bool Fits(string text) =>
        text.StartsWith(_text, StringComparison.OrdinalIgnoreCase) || _pattern?.Invoke(text) == true;

    /// <summary>A result that is inserted as a text to be taken as it is.</summary>
    public static CompletionResult Result(string text, string tip) =>
        new(Quoted(text), text, CompletionResultType.ParameterValue, tip);

    /// <summary>A result that is inserted as a wildcard pattern which only this text fits.</summary>
    public static CompletionResult Pattern(string text, string tip) =>
        new(Quoted(WildcardPattern.Escape(text)), text, CompletionResultType.ParameterValue, tip);

    // PowerShell puts quotes around the text that is meant, also where the second one has not been typed yet.
    private static string Unquoted(string word)
    {
        if (word.Length == 0 || !Quotes.Contains(word[0]))
            return word;
        return word.Length > 1 && Quotes.Contains(word[^1]) ? word[1..^1] : word[1..];
    }

    private static string Quoted(string text) =>
        IsBareword(text) ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    // A dash, a digit or an at sign means something at the beginning of an argument.
    private static bool IsBareword(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text.All(char.IsAsciiDigit))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
