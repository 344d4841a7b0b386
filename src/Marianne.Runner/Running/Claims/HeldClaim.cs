using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>A claim that this process has, until it is given back. A <see cref="LeaseKeeper"/> renews it.</summary>
public sealed class HeldClaim : IAsyncDisposable
{
    private readonly LeaseKeeper _keeper;
    private int _isOver;

    internal HeldClaim(LeaseKeeper keeper, GrantedClaim granted, long sentAt, ClaimedWork work)
    {
        _keeper = keeper;
        Granted = granted;
        Work = work;
        RenewedAt = sentAt;
    }

    /// <summary>The claim as the store gave it.</summary>
    public GrantedClaim Granted { get; }

    /// <summary>The token of the claim.</summary>
    public long Token => Granted.Token;

    /// <summary>The work that ends with the claim, because another worker may have it now, or soon.</summary>
    internal ClaimedWork Work { get; }

    /// <summary>The timestamp at which the last successful renewal was sent.</summary>
    internal long RenewedAt { get; set; }

    /// <summary>Forgets the claim: the store has given it back together with another change.</summary>
    public void Forget()
    {
        if (TryEnd())
            _keeper.Remove(this);
    }

    /// <summary>Gives the claim back, if that was not done before. If the store cannot be written, this is tried again later.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!TryEnd())
            return;

        _keeper.Remove(this);
        await _keeper.GiveBackAsync(this).ConfigureAwait(false);
    }

    private bool TryEnd() => Interlocked.Exchange(ref _isOver, 1) == 0;
}
