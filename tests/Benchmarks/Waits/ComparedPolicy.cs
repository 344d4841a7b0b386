using Marianne.Learning;
using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>A policy of the table.</summary>
/// <param name="Name">The name, as the table shows it.</param>
/// <param name="Create">Creates the policy from a learning store and a seed.</param>
internal sealed record ComparedPolicy(string Name, Func<IRecoveryStore, int, IWaitPolicy> Create)
{
    /// <summary>The policy that is measured.</summary>
    public static ComparedPolicy Curve { get; } = new("recovery curve", (store, _) => new RecoveryCurvePolicy(store));

    /// <summary>The policies that it is compared with. They do not depend on the penalty.</summary>
    public static IReadOnlyList<ComparedPolicy> Others { get; } =
    [
        new("compatible", (store, _) => new CompatiblePolicy(store)),
        new("static", (_, _) => new StaticPolicy()),
        new("backoff", (_, seed) => new BackoffPolicy(RandomSamples.Create("jitter of the backoff", seed))),
        new("doubling", (_, _) => new DoublingPolicy()),
    ];
}
