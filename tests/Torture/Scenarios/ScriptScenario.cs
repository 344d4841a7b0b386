namespace Marianne.Torture.Scenarios;

/// <summary>A scenario that needs PowerShell.</summary>
/// <param name="name">The name of the scenario.</param>
/// <param name="programs">The programs.</param>
/// <param name="kind">The kind of store.</param>
internal abstract class ScriptScenario(string name, Programs programs, StoreKind kind) : Scenario(name)
{
    /// <summary>The kind of store.</summary>
    protected StoreKind Kind => kind;

    /// <inheritdoc/>
    public override string? SkipReason =>
        programs.HasPowerShell ? kind.WhyNone : "--pwsh does not name the folder of PowerShell";
}
