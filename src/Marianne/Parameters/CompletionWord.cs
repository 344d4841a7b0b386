using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Marianne.Commands;

/// <summary>What has been typed of an argument when Tab is pressed.</summary>
internal sealed class CompletionWord
{
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

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

    private static string Unquoted(string word)
    {
        if (word.Length == 0 || !(SingleQuotes + DoubleQuotes).Contains(word[0]))
            return word;

        string quotes = SingleQuotes.Contains(word[0]) ? SingleQuotes : DoubleQuotes;
        var text = new StringBuilder();
        for (int i = 1; i < word.Length; i++)
        {
            // A quote within is written twice; a single one is the end.
            if (quotes.Contains(word[i]) && (++i == word.Length || !quotes.Contains(word[i])))
                break;
            text.Append(word[i]);
        }

        return text.ToString();
    }

    private static string Quoted(string text) =>
        IsBareword(text) ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    // A dash, a digit or an at sign means something at the beginning of an argument.
    private static bool IsBareword(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text.All(char.IsAsciiDigit))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
