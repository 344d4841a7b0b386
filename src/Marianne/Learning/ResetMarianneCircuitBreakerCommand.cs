using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Closes circuit breakers and resets their counts.</summary>
[Cmdlet(
    VerbsCommon.Reset,
    "MarianneCircuitBreaker",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Reset-MarianneCircuitBreaker.md")]
[OutputType(typeof(CircuitBreakerStatus))]
public sealed class ResetMarianneCircuitBreakerCommand : CircuitBreakerCmdlet
{
    private protected override string Action => "Reset";

    private protected override Circuit Change(string name)
    {
        // Checked before the update, so that a wrong name does not create the store.
        Existing(Wait(Learning.GetCircuitAsync(name, StopToken)));
        return Wait(Learning.UpdateCircuitAsync(name, circuit => Existing(circuit).Reset(), StopToken));

        Circuit Existing(Circuit? circuit) => circuit ?? throw CircuitErrors.NotFound(name);
    }
}
