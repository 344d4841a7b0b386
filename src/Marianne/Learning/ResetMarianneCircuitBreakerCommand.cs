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

    private protected override void Check(string name) => Existing(name, Wait(Learning.GetCircuitAsync(name, StopToken)));

    private protected override Circuit Change(string name) =>
        Wait(Learning.UpdateCircuitAsync(name, circuit => Existing(name, circuit).Reset(), StopToken));

    private static Circuit Existing(string name, Circuit? circuit) => circuit ?? throw CircuitErrors.NotFound(name);
}
