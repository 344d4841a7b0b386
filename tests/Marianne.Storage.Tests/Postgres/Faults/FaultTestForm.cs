namespace Marianne.Storage.Tests.Postgres;

/// <summary>How many faults the tests of disturbed servers try.</summary>
internal static class FaultTestForm
{
    /// <summary>
    /// Indicates whether every fault is tried at every request, because the variable <c>MARIANNE_TEST_FAULTS</c> is <c>all</c>.
    /// </summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("MARIANNE_TEST_FAULTS") == "all";
}
