using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Marianne.Commands;

/// <summary>Base class for completers of a closed set of words.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    private readonly IReadOnlyList<string> _words;

    private protected WordCompleter(IReadOnlyList<string> words) => _words = words;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = new CompletionWord(wordToComplete);
        return _words.Where(word.Fits).Select(text => CompletionWord.Result(text, text));
    }
}
