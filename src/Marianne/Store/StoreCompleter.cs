using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Marianne.Commands;

/// <summary>
/// Completes from the live store. It answers soon, with what it has found by then, and in silence: a key that is
/// pressed in passing is no place for an error.
/// </summary>
public abstract class StoreCompleter : IArgumentCompleter
{
    /// <summary>How many results are enough.</summary>
    private protected const int MostResults = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(120);

    private protected StoreCompleter()
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
        var found = new List<CompletionResult>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            MarianneStore store = StoreOf(fakeBoundParameters);
            foreach (CompletionResult result in Complete(store, fakeBoundParameters, new CompletionWord(wordToComplete), patience.Token))
                found.Add(result);
        }
#pragma warning disable CA1031 // Whatever it is, it is not for the prompt.
        catch (Exception)
        {
            return found;
        }
#pragma warning restore CA1031

        return found;
    }

    /// <summary>What fits, one by one.</summary>
    /// <param name="store">The store that the command would use.</param>
    /// <param name="parameters">The parameters that are on the command line already.</param>
    /// <param name="word">What has been typed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    private protected abstract IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken);

    /// <summary>Waits for a listing, one by one.</summary>
    private protected static IEnumerable<T> Read<T>(IAsyncEnumerable<T> listing, CancellationToken cancellationToken) =>
        listing.ToBlockingEnumerable(cancellationToken);

    private static MarianneStore StoreOf(IDictionary parameters) =>
        PowerShellValue.Unwrap(parameters["Store"]) as MarianneStore ?? Connections.Current;
}
