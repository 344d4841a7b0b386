using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Marianne.Commands;

/// <summary>Completes the paths of stores: files and folders.</summary>
public sealed class StorePathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionCompleters.CompleteFilename(wordToComplete);
}
