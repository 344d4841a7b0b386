using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Closes circuit breakers and forgets what they have counted, also where it cannot be read any more.</summary>
[Cmdlet(VerbsCommon.Reset, "MarianneCircuitBreaker", SupportsShouldProcess = true)]
[OutputType(typeof(CircuitBreakerStatus))]
public sealed class ResetMarianneCircuitBreakerCommand : CircuitBreakerCmdlet
{
    private protected override string Action => "Close it and forget what it has counted";

    private protected override Circuit Change(string name)
    {
        // Only one that is there is written, so that a wrong name makes no file.
        Known(Wait(Learning.GetCircuitAsync(name, StopToken)));
        return Wait(Learning.UpdateCircuitAsync(name, circuit => Known(circuit).Reset(), StopToken));

        Circuit Known(Circuit? circuit) => circuit ?? throw CircuitErrors.NotFound(name);
    }
}
