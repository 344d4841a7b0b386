namespace Marianne.Storage.Relational;

/// <summary>The clock by which the slots of limits expire. All processes that share a store have the same one.</summary>
internal abstract class SlotClock
{
    /// <summary>Returns the time. Its type is that of the columns of times.</summary>
    public abstract ValueTask<object> NowAsync(SqlSession session);

    /// <summary>Moves the stored times to this clock, if it has started from 0 since they were written. It is called in a transaction.</summary>
    /// <param name="session">The session.</param>
    /// <param name="now">The time.</param>
    public virtual ValueTask AdoptAsync(SqlSession session, object now) => default;
}
