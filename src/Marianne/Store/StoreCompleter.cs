using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// Base class for completers that read the store. They return what is found within a short time, and ignore errors, because
/// completion must not disturb the prompt.
/// </summary>
public abstract class StoreCompleter : IArgumentCompleter
{
    /// <summary>The maximum number of results.</summary>
    private protected const int MaximumResults = 100;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(120);

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
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            MarianneStore store = StoreOf(fakeBoundParameters);
            try
            {
                var word = new CompletionWord(wordToComplete);
                foreach (CompletionResult result in Complete(store, fakeBoundParameters, word, timeout.Token))
                    found.Add(result);
            }
            finally
            {
                if (store.IsOwnedByCommand)
                    store.CloseAsync().AsTask().GetAwaiter().GetResult();
            }
        }
#pragma warning disable CA1031 // Errors are not shown at the prompt.
        catch (Exception)
        {
            return found;
        }
#pragma warning restore CA1031

        return found;
    }

    /// <summary>Returns the matching results.</summary>
    /// <param name="store">The store that the command uses.</param>
    /// <param name="parameters">The other parameters on the command line.</param>
    /// <param name="word">The typed part of the argument.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    private protected abstract IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken);

    /// <summary>Returns the id of the job on the command line, or <c>null</c> if there is none.</summary>
    /// <param name="parameters">The other parameters on the command line.</param>
    private protected static string? JobIdOf(IDictionary parameters) => (parameters["JobId"] ?? parameters["Id"]) is { } named
        ? new JobIdAttribute().Transform(null!, named)?.ToString() ?? ""
        : null;

    /// <summary>Loads the job on the command line, or returns <c>null</c> if there is none.</summary>
    /// <param name="store">The store that the command uses.</param>
    /// <param name="parameters">The other parameters on the command line.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    private protected static Job? JobOf(MarianneStore store, IDictionary parameters, CancellationToken cancellationToken) =>
        JobIdOf(parameters) is { } id ? Read(store.Jobs.LoadAsync(id, cancellationToken)) : null;

    /// <summary>Returns the sheets of the job on the command line in their order.</summary>
    /// <param name="store">The store that the command uses.</param>
    /// <param name="parameters">The other parameters on the command line.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    private protected static IEnumerable<Sheet> SheetsOf(MarianneStore store, IDictionary parameters, CancellationToken cancellationToken)
    {
        Job? job = JobOf(store, parameters, cancellationToken);
        return (job?.Sheets.NumbersInOrder() ?? []).Select(number => job!.Sheets[number - 1]);
    }

    /// <summary>Waits for what a store reads.</summary>
    private protected static T Read<T>(ValueTask<T> reading) => reading.AsTask().GetAwaiter().GetResult();

    /// <summary>Enumerates an asynchronous sequence.</summary>
    private protected static IEnumerable<T> Read<T>(IAsyncEnumerable<T> sequence, CancellationToken cancellationToken) =>
        sequence.ToBlockingEnumerable(cancellationToken);

    private static MarianneStore StoreOf(IDictionary parameters) => PowerShellValue.Unwrap(parameters["Store"]) switch
    {
        MarianneStore store => store,
        string path => StorePathAttribute.Open(path, Session()),
        _ => Connections.Current,
    };

    private static SessionState Session()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable").AddParameter("Name", "ExecutionContext").AddParameter("ValueOnly");
        return shell.Invoke<EngineIntrinsics>()[0].SessionState;
    }
}
