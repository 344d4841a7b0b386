using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// What every cmdlet of the module shares: it can be stopped, it waits for what is asynchronous, and an error becomes
/// a record that a script can act on. One bad input does not end the pipeline; a broken store does.
/// </summary>
public abstract class MarianneCmdlet : PSCmdlet, IDisposable
{
    private const int MostPaths = 1000;

    private readonly CancellationTokenSource _stopping = new();
    private Dictionary<(string Location, string Path), string>? _paths;
    private Exception? _thrownDownstream;

    private protected MarianneCmdlet()
    {
    }

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => _stopping.Token;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Attempt(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Attempt(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Attempt(Complete);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => _stopping.Dispose();

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

    /// <summary>Whether nothing that follows could go well after this error.</summary>
    private protected virtual bool IsFatal(MarianneException error) => error.IsStoreBroken;

    /// <summary>
    /// Writes an object. What the rest of the pipeline throws meanwhile, be it an error of the same type, is not ours to
    /// report.
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

    /// <summary>Runs a step for each of some items; one that fails is reported, and the rest go on.</summary>
    private protected void ForEach<T>(IEnumerable<T> items, Action<T> step)
    {
        foreach (T item in items)
            Attempt(() => step(item));
    }

    /// <summary>Waits for a result.</summary>
    private protected static T Wait<T>(ValueTask<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();

    /// <summary>Waits for an end.</summary>
    private protected static void Wait(ValueTask task)
    {
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();
        else
            task.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>
    /// Gives what an asynchronous listing gives, one by one. Whoever stops early, in whatever way, ends the listing.
    /// </summary>
    private protected IEnumerable<T> Read<T>(IAsyncEnumerable<T> listing)
    {
        IAsyncEnumerator<T> items = listing.GetAsyncEnumerator(StopToken);
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

    /// <summary>The path in the file system that a path of PowerShell means; it need not exist.</summary>
    /// <exception cref="MarianneException">It is no path, or not in the file system.</exception>
    private protected string FullPath(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw ParameterErrors.NotAPath(path);

        // The records of a pipeline mostly share a few folders, and PowerShell takes its time over a path.
        (string Location, string Path) key = (SessionState.Path.CurrentLocation.Path, path);
        _paths ??= [];
        if (_paths.TryGetValue(key, out string? known))
            return known;

        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
            throw ParameterErrors.NotAFile(path, provider.Name);

        if (_paths.Count == MostPaths)
            _paths.Clear();
        _paths.Add(key, full);
        return full;
    }

    /// <summary>The paths in the file system that a path with wildcards means; one without them need not exist.</summary>
    /// <exception cref="MarianneException">It is no path, or not in the file system.</exception>
    private protected IEnumerable<string> FullPaths(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [FullPath(WildcardPattern.Unescape(path))];

        Collection<string> files = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        return provider.Name == "FileSystem" ? files : throw ParameterErrors.NotAFile(path, provider.Name);
    }

    /// <summary>The only place where an error becomes an error record.</summary>
    private void Attempt(Action step)
    {
        try
        {
            step();
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
        if (IsFatal(error))
            ThrowTerminatingError(error.ToErrorRecord());
        else
            WriteError(error.ToErrorRecord());
    }
}
