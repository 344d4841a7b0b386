namespace Marianne.Torture.Scenarios;

/// <summary>A scenario whose sheets are commands of a POSIX shell.</summary>
/// <param name="name">The name of the scenario.</param>
/// <param name="kind">The kind of store.</param>
internal abstract class ShellScenario(string name, StoreKind kind) : Scenario(name)
{
    /// <summary>The kind of store.</summary>
    protected StoreKind Kind => kind;

    /// <inheritdoc/>
    public override string? SkipReason =>
        OperatingSystem.IsWindows() ? "the sheets are commands of a POSIX shell" : kind.WhyNone;
}
