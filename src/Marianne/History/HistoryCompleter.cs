using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>
/// Completes from the history that a command gets from a variable: as its input, or as the head of its pipeline.
/// </summary>
public abstract class HistoryCompleter : IArgumentCompleter
{
    private const int MostResults = 100;

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
            return history is null ? [] : [.. Complete(history, word).Take(MostResults)];
        }
#pragma warning disable CA1031 // Whatever it is, it is not for the prompt.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    /// <summary>What fits, one by one.</summary>
    private protected abstract IEnumerable<CompletionResult> Complete(ExecutionHistory history, CompletionWord word);

    /// <summary>The value of the variable that is piped in. Nothing that would have to be run is.</summary>
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
