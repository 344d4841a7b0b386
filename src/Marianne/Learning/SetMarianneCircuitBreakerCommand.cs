using System.Management.Automation;
using Marianne.Learning;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Forces circuit breakers open or closed.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "MarianneCircuitBreaker",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Set-MarianneCircuitBreaker.md")]
[OutputType(typeof(CircuitBreakerStatus))]
public sealed class SetMarianneCircuitBreakerCommand : CircuitBreakerCmdlet
{
    /// <summary>
    /// Specifies the state to force: Open or Closed. HalfOpen is not accepted, because a circuit breaker becomes
    /// half-open automatically.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateSet(nameof(CircuitPosition.Open), nameof(CircuitPosition.Closed))]
    public CircuitPosition State { get; set; }

    /// <summary>
    /// Indicates that the cmdlet creates circuit breakers that do not exist. By default, such a name causes the error
    /// CircuitNotFound, because a misspelled name would force nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => $"Force {State}";

    private protected override void Check(string name)
    {
        LearningValidator.CheckCircuitName(name);
        if (!Force && Wait(Learning.GetCircuitAsync(name, StopToken)) is null)
            throw CircuitErrors.Misspelled(name, [.. Wait(Learning.ListCircuitsAsync(StopToken)).Select(circuit => circuit.Name)]);
    }

    private protected override Circuit Change(string name) => Wait(Learning.UpdateCircuitAsync(
        name,
        circuit => (circuit ?? new Circuit { Name = name }).Force(State, TimeProvider.System.GetUtcNow()),
        StopToken));
}
