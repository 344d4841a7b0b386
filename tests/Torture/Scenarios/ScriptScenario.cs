namespace Marianne.Torture.Scenarios;

/// <summary>A scenario that needs PowerShell.</summary>
/// <param name="name">The name of the scenario.</param>
/// <param name="programs">The programs.</param>
internal abstract class ScriptScenario(string name, Programs programs) : Scenario(name)
{
    /// <inheritdoc/>
    public override string? SkipReason =>
        programs.HasPowerShell ? null : "--pwsh does not name the folder of PowerShell";
}
