using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Base class for all cmdlets of the module. It supports stopping, waits for asynchronous operations, and converts errors to
/// error records. An invalid input does not end the pipeline; a store that cannot be used does. All messages are made safe for
/// a terminal here.
/// </summary>
public abstract class MarianneCmdlet : PSCmdlet, IDisposable
{
    private const int ProgressId = 1;

    private readonly CancellationTokenSource _stopping = new();
    private Exception? _thrownDownstream;

    private protected MarianneCmdlet()
    {
    }

    /// <summary>A token that is cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => _stopping.Token;

    /// <summary>Indicates whether the cmdlet only says what it would do.</summary>
    private protected bool IsWhatIf => SwitchOf("WhatIf") ?? LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private PathResolver Paths => field ??= new(SessionState);

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(static cmdlet => cmdlet.Begin(), this);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(static cmdlet => cmdlet.Process(), this);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(static cmdlet => cmdlet.Complete(), this);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the cmdlet.</summary>
    /// <param name="disposing">Always <c>true</c>, because there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => _stopping.Dispose();

    /// <summary>Returns the value of a common switch, or <c>null</c> if it was not specified and a preference decides.</summary>
    private protected bool? SwitchOf(string name) => MyInvocation.BoundParameters.TryGetValue(name, out object? value)
        ? value is SwitchParameter { IsPresent: true }
        : null;

    /// <summary>Runs once, before the first input.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>Runs for each input.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>Runs once, after the last input.</summary>
    private protected virtual void Complete()
    {
    }

    /// <summary>Determines whether an error ends the cmdlet, because other inputs would fail too.</summary>
    private protected virtual bool IsTerminating(MarianneException error) => error.IsStoreBroken;

    /// <summary>
    /// Writes an object. An error that a later command of the pipeline throws in the meantime passes through unchanged, even if
    /// it has a type that this class reports.
    /// </summary>
    private protected new void WriteObject(object? value)
    {
        try
        {
            base.WriteObject(value);
        }
        catch (Exception error) when (Remember(error))
        {
            throw;
        }

        bool Remember(Exception error)
        {
            _thrownDownstream = error;
            return false;
        }
    }

    /// <summary>Writes a verbose message, safe for a terminal.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(TerminalText.Message(text));

    /// <summary>Writes a warning, safe for a terminal.</summary>
    internal new void WriteWarning(string text) => base.WriteWarning(TerminalText.Message(text));

    /// <summary>Shows the progress, safe for a terminal.</summary>
    /// <param name="activity">The activity, such as <c>Copying the job</c>.</param>
    /// <param name="status">The progress as text.</param>
    /// <param name="percent">
    /// The progress from 0 to 100, or a negative number if it is unknown. More counts as 100: there may be more to do than at the start.
    /// </param>
    internal void ShowProgress(string activity, string status, int percent) => WriteProgress(
        new ProgressRecord(ProgressId, TerminalText.Summary(activity), TerminalText.Summary(status))
        {
            PercentComplete = Math.Min(percent, 100),
        });

    /// <summary>Removes the progress from the screen.</summary>
    /// <param name="activity">The activity that was shown.</param>
    internal void RemoveProgress(string activity) => WriteProgress(
        new ProgressRecord(ProgressId, TerminalText.Summary(activity), "Done") { RecordType = ProgressRecordType.Completed });

    /// <summary>
    /// Asks for confirmation, with a target that is safe for a terminal. With <c>-WhatIf</c>, what would be refused is refused first.
    /// </summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">How it is changed.</param>
    /// <param name="checkPlanned">
    /// Throws what the change itself would throw, and changes nothing. Only <c>-WhatIf</c> has to ask: a change checks it itself.
    /// </param>
    private protected bool ShouldProcess(string target, string action, Action? checkPlanned = null)
    {
        if (IsWhatIf)
            checkPlanned?.Invoke();
        return base.ShouldProcess(TerminalText.Name(target), TerminalText.Name(action));
    }

    /// <summary>
    /// Runs an action for each item. If it fails for an item, the error is reported, and the next item follows.
    /// </summary>
    private protected void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (T item in items)
            Guard(action, item);
    }

    /// <summary>Waits for an operation and returns its result.</summary>
    private protected static T Wait<T>(ValueTask<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();

    /// <summary>Waits for an operation.</summary>
    private protected static void Wait(ValueTask task)
    {
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();
        else
            task.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Enumerates an asynchronous sequence. The sequence is disposed of even if the enumeration ends early.</summary>
    private protected IEnumerable<T> Read<T>(IAsyncEnumerable<T> sequence)
    {
        IAsyncEnumerator<T> items = sequence.GetAsyncEnumerator(StopToken);
        try
        {
            while (Wait(items.MoveNextAsync()))
                yield return items.Current;
        }
        finally
        {
            Wait(items.DisposeAsync());
        }
    }

    /// <inheritdoc cref="PathResolver.Resolve"/>
    private protected string FullPath(string path) => Paths.Resolve(path);

    /// <inheritdoc cref="PathResolver.ResolveWildcards"/>
    private protected IReadOnlyList<string> FullPaths(string path) => Paths.ResolveWildcards(path);

    // The only place where exceptions become error records.
    private void Guard<T>(Action<T> action, T item)
    {
        try
        {
            action(item);
            StoreWarnings.Write(WriteWarning);
        }
        catch (MarianneException error) when (error != _thrownDownstream)
        {
            Report(error);
        }
        catch (OperationCanceledException error) when (_stopping.IsCancellationRequested && error != _thrownDownstream)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (error != _thrownDownstream && ErrorRecordFactory.MustBeTranslated(error))
        {
            Report(ErrorRecordFactory.Translate(error));
        }
    }

    private void Report(MarianneException error)
    {
        if (IsTerminating(error))
            ThrowTerminatingError(error.ToErrorRecord());
        else
            WriteError(error.ToErrorRecord());
    }
}
