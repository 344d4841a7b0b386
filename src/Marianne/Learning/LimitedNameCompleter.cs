using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Marianne.Commands;

/// <summary>Completes what can be limited: the names of limits across jobs, and those of instruments.</summary>
public sealed class LimitedNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        IArgumentCompleter[] sources = [new LimitNameCompleter(), new InstrumentCompleter()];
        return sources
            .SelectMany(source => source.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters))
            .DistinctBy(result => result.CompletionText, StringComparer.Ordinal);
    }
}
