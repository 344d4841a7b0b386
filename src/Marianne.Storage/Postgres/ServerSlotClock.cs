using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>The clock of the server, unless the clock of the process is not the system's.</summary>
/// <param name="time">The clock of the process.</param>
internal sealed class ServerSlotClock(TimeProvider time) : SlotClock
{
    /// <inheritdoc/>
    public override async ValueTask<object> NowAsync(SqlSession session) => time == TimeProvider.System
        ? (await session.ScalarAsync("SELECT clock_timestamp()").ConfigureAwait(false))!
        : session.Dialect.Time(time.GetUtcNow())!;
}
