using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>
/// The base class of completers that use the history in a variable: the input of the command, or the head of its pipeline.
/// </summary>
public abstract class HistoryCompleter : IArgumentCompleter
{
    private const int MaximumResults = 100;

    private protected HistoryCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            object? bound = fakeBoundParameters["InputObject"] ?? fakeBoundParameters["History"];
            ExecutionHistory? history = HistoryArguments.Find(bound ?? HeadOfPipeline(commandAst));
            var word = new CompletionWord(wordToComplete);
            return history is null ? [] : [.. Complete(history, word).Take(MaximumResults)];
        }
#pragma warning disable CA1031 // An error must not disturb the prompt.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    /// <summary>Returns the matching results.</summary>
    private protected abstract IEnumerable<CompletionResult> Complete(ExecutionHistory history, CompletionWord word);

    /// <summary>Returns the value of the variable that is piped in. No command is run for it.</summary>
    private static PSObject? HeadOfPipeline(CommandAst command)
    {
        if (command.Parent is not PipelineAst pipeline
            || pipeline.PipelineElements[0] is not CommandExpressionAst { Expression: VariableExpressionAst variable })
        {
            return null;
        }

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable")
            .AddParameter("Name", WildcardPattern.Escape(variable.VariablePath.UserPath))
            .AddParameter("ValueOnly")
            .AddParameter("ErrorAction", ActionPreference.Ignore);
        return shell.Invoke().FirstOrDefault();
    }
}
