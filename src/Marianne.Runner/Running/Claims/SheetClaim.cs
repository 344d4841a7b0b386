using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>The claim of a sheet that this process runs, while other processes run other sheets of the job.</summary>
internal sealed class SheetClaim : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly HeldClaim _held;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="keeper">Renews the claim.</param>
    /// <param name="granted">The claim.</param>
    /// <param name="sentAt">The timestamp at which it was asked for.</param>
    /// <param name="warn">Receives a warning if the work cannot be ended.</param>
    public SheetClaim(LeaseKeeper keeper, GrantedClaim granted, long sentAt, Action<string> warn)
    {
        Granted = granted;
        Lost = _lost.Token;
        _held = keeper.Hold(granted, sentAt, new ClaimedWork(_ => LoseAsync(), warn));
    }

    /// <summary>The claim as the store gave it.</summary>
    public GrantedClaim Granted { get; }

    /// <summary>The sheet's number.</summary>
    public int Number => Granted.SheetNumber!.Value;

    /// <summary>
    /// A token that is cancelled when the claim is lost, or may be soon. From then on the work ends, and nothing of it may be written.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <summary>Marks the claim as lost. The work ends on another thread.</summary>
    public Task LoseAsync() => _lost.CancelAsync();

    /// <summary>Forgets the claim: the store has given it back with the end of the sheet.</summary>
    public void Forget() => _held.Forget();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _held.DisposeAsync();
}
