namespace Marianne.Running;

/// <summary>The place of one sheet among those that run at the same time. A sheet that waits gives it back.</summary>
/// <param name="slots">The places.</param>
internal sealed class SheetSlot(SheetSlots slots)
{
    private int _isFree;

    /// <summary>Indicates whether the sheet holds its place.</summary>
    public bool IsHeld => Volatile.Read(ref _isFree) == 0;

    /// <summary>Gives the place back, if it is held.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _isFree, 1) == 0)
            slots.Release();
    }

    /// <summary>Gives the place back during a wait, and takes one again after it.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled. No place is held.</exception>
    public async ValueTask<T> GiveBackAsync<T>(Func<Task<T>> wait, CancellationToken cancellationToken)
    {
        if (!slots.AreGivenBack)
            return await wait().ConfigureAwait(false);

        Release();
        T result = await wait().ConfigureAwait(false);
        await slots.TakeAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref _isFree, 0);
        return result;
    }
}
