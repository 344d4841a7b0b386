using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>
/// Watches one sheet while it runs. It is stopped with the run, because another process changed its stored state, or because the
/// claim of the sheet is lost.
/// </summary>
internal sealed class SheetWatch : IDisposable
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenSource _waits;
    private readonly SheetClaim? _claim;
    private readonly RunCancellation _stop;
    private long _saves;
    private bool _isSaving;
    private bool _isDisposed;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="sheet">The sheet as it is stored.</param>
    /// <param name="claim">The claim of the sheet; <c>null</c> if the whole job is claimed.</param>
    /// <param name="stop">Stops the run.</param>
    public SheetWatch(Sheet sheet, SheetClaim? claim, RunCancellation stop)
    {
        Sheet = sheet;
        Number = sheet.Number;
        _claim = claim;
        _stop = stop;
        _source = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, claim?.Lost ?? CancellationToken.None);
        _waits = CancellationTokenSource.CreateLinkedTokenSource(_source.Token, stop.StartToken);
    }

    /// <summary>The sheet's number.</summary>
    public int Number { get; }

    /// <summary>The sheet as this run saved it last.</summary>
    public Sheet Sheet { get; private set; }

    /// <summary>A token that is cancelled when the run is stopped, or another process changed the sheet.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>A token that is cancelled with <see cref="Token"/>, or when no further attempt may start.</summary>
    public CancellationToken WaitToken => _waits.Token;

    /// <summary>Indicates whether another process changed the sheet.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Indicates whether the claim of the sheet is lost, so that nothing of it may be written any more.</summary>
    public bool IsLost => _claim is { Lost.IsCancellationRequested: true };

    /// <summary>Indicates whether the sheet waits for so long that another worker continues it.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>A number that changes with each save, or <c>null</c> while one is being made.</summary>
    public long? Mark
    {
        get
        {
            lock (_lock)
                return _isSaving || _isDisposed ? null : _saves;
        }
    }

    /// <summary>Throws if no attempt may start. A stop that was asked for counts, even if its tokens are not cancelled yet.</summary>
    /// <exception cref="OperationCanceledException">No attempt may start.</exception>
    public void ThrowIfEnding()
    {
        if (_stop.IsEnding || _waits.IsCancellationRequested)
            throw new OperationCanceledException(WaitToken);
    }

    /// <summary>Saves a change of the sheet, unless another process has changed it, or the claim is lost.</summary>
    /// <param name="save">Saves the change, and returns the sheet.</param>
    /// <exception cref="OperationCanceledException">
    /// Another process has changed the sheet, or the claim is lost. Nothing was saved.
    /// </exception>
    public async ValueTask SaveAsync(Func<SheetVersion, ValueTask<Sheet>> save)
    {
        if (IsLost)
            throw new OperationCanceledException(Token);

        lock (_lock)
            _isSaving = true;
        try
        {
            Sheet = await save(SheetVersion.Of(Sheet)).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.SaveConflict)
        {
            await StopAsync().ConfigureAwait(false);
            throw new OperationCanceledException(error.Message, error, Token);
        }
        finally
        {
            lock (_lock)
                (_isSaving, _saves) = (false, _saves + 1);
        }
    }

    /// <summary>Stops the sheet if its stored state is not the one that this run saved last.</summary>
    /// <param name="mark">The <see cref="Mark"/> before the state was loaded. A later save makes the state obsolete.</param>
    /// <param name="stored">The stored state.</param>
    public ValueTask CompareAsync(long mark, Sheet stored)
    {
        lock (_lock)
        {
            if (Mark != mark || SheetVersion.Of(stored) == SheetVersion.Of(Sheet))
                return default;
        }

        return StopAsync();
    }

    /// <summary>Ends the work, because the store says that the claim is lost.</summary>
    public Task LoseAsync() => _claim is null ? Task.CompletedTask : _stop.ObserveAsync(_claim.LoseAsync());

    /// <summary>Ends the work on a sheet that waits, and that another worker may continue.</summary>
    public ValueTask ReleaseAsync()
    {
        IsReleased = true;
        return CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _waits.Dispose();
            _source.Dispose();
        }
    }

    private ValueTask StopAsync()
    {
        IsChanged = true;
        return CancelAsync();
    }

    private async ValueTask CancelAsync()
    {
        Task cancellation;
        lock (_lock)
        {
            if (_isDisposed)
                return;

            cancellation = _source.CancelAsync();
        }

        await _stop.ObserveAsync(cancellation).ConfigureAwait(false);
    }
}
