namespace Marianne.Storage.Tests.Postgres;

/// <summary>An operation of a store that is tried with faults of its server.</summary>
/// <param name="PrepareAsync">Brings the store into the state before the operation.</param>
/// <param name="RunAsync">Runs the operation, and asserts what it returns.</param>
/// <param name="CountEffectsAsync">Returns how often the operation took effect; <c>null</c> for one that only reads.</param>
internal sealed record FaultedOperation<TStore>(
    Func<TStore, Task> PrepareAsync, Func<TStore, Task> RunAsync, Func<TStore, Task<long>>? CountEffectsAsync = null);
