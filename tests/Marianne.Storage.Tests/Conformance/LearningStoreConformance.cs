using Marianne.Learning;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>Tests that every learning store must pass. Each kind of store derives from it and adds its own tests.</summary>
public abstract partial class LearningStoreConformance : IAsyncLifetime
{
    /// <summary>The start time: 01:15 in the time zone of the tests.</summary>
    protected static readonly DateTimeOffset Start =
        new DateTimeOffset(2026, 3, 1, 19, 45, 9, TimeSpan.Zero).AddMicroseconds(123456);

    private static readonly TimeZoneInfo Kolkata =
        TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(5.5), "test", "test");

    private ILearningStore? _store;
    private object? _gate;

    protected LearningStoreConformance() => Time.SetLocalTimeZone(Kolkata);

    protected FakeTimeProvider Time { get; } = new(Start);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ILearningStore Store => LazyInitializer.EnsureInitialized(ref _store, ref _gate, CreateStore);

    /// <summary>Creates the empty store under test.</summary>
    protected abstract ILearningStore CreateStore();

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
            await _store.DisposeAsync();
    }

    protected static OutcomeReport Report(string job = "nightly", string workspace = "/work/space/1", int sheet = 1) => new()
    {
        SheetId = $"{job}-sheet{sheet}",
        JobId = job,
        WorkspacePath = workspace,
        StartedAt = Start.AddMinutes(-5),
    };

    protected static LearnedRecovery Recovery(
        string code = "E101", double wait = 10, bool recovered = true, string? model = null) => new()
        {
            ErrorCode = code,
            Model = model,
            SuggestedWait = TimeSpan.FromSeconds(60),
            ActualWait = TimeSpan.FromSeconds(wait),
            Recovered = recovered,
        };

    protected async Task<LearnedOutcome> Record(OutcomeReport report) =>
        Assert.Single(await Store.RecordOutcomesAsync([report], Cancellation));

    protected async Task<LearnedRecovery> Record(LearnedRecovery recovery) =>
        Assert.Single(await Store.RecordRecoveriesAsync([recovery], Cancellation));

    protected async Task<List<LearnedOutcome>> List(OutcomeQuery? query = null) =>
        await Store.ListOutcomesAsync(query ?? new OutcomeQuery(), Cancellation).ToListAsync(Cancellation);

    protected async Task<List<LearnedRecovery>> List(RecoveryQuery query) =>
        await Store.ListRecoveriesAsync(query, Cancellation).ToListAsync(Cancellation);

    protected void Tick() => Time.Advance(TimeSpan.FromSeconds(1));
}
