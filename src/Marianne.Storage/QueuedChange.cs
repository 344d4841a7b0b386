namespace Marianne.Storage;

/// <summary>A change of stored files that may have to wait until they can be written.</summary>
internal abstract class QueuedChange
{
    private TaskCompletionSource<bool>? _turn;

    /// <summary>Indicates whether it is not written together with others.</summary>
    public bool IsAlone { get; set; }

    /// <summary>
    /// Returns a task that ends when the change was saved by another caller, with <c>false</c>, or when this one has to save it, with
    /// <c>true</c>.
    /// </summary>
    public Task<bool> WaitAsync()
    {
        _turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _turn.Task;
    }

    /// <summary>Lets the waiting caller save the change.</summary>
    public void Lead() => _turn!.SetResult(true);

    /// <summary>Tells the waiting caller that the change is saved.</summary>
    public void Confirm() => _turn!.SetResult(false);

    /// <summary>Tells the waiting caller that the change could not be saved.</summary>
    /// <param name="error">The reason.</param>
    public void Fail(Exception error) => _turn!.SetException(error);

    /// <summary>Tells the waiting caller that the wait was cancelled.</summary>
    /// <param name="cancellationToken">The token that cancelled it.</param>
    public void Cancel(CancellationToken cancellationToken) => _turn!.SetCanceled(cancellationToken);
}
