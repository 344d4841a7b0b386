using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Gets the circuit breakers that jobs share.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneCircuitBreaker", HelpUri = HelpPage.Folder + "Get-MarianneCircuitBreaker.md")]
[OutputType(typeof(CircuitBreakerStatus))]
public sealed class GetMarianneCircuitBreakerCommand : LearningCmdlet
{
    /// <summary>
    /// Specifies the names of the circuit breakers. Wildcards are supported, and patterns are not case-sensitive. A
    /// name that is exactly the name of a circuit breaker selects only that one, even if it contains wildcard
    /// characters. The default is all circuit breakers. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// CircuitNotFound: there is no circuit breaker with this name, and it has no wildcards. CircuitDamaged: the stored state
    /// cannot be read. The other circuit breakers are returned.
    /// </exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [CircuitName]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CircuitNameCompleter))]
    public string[]? Name { get; set; }

    private protected override void Process()
    {
        IReadOnlyList<Circuit> circuits = Wait(Learning.ListCircuitsAsync(StopToken));
        var wanted = new HashSet<Circuit>(Name is null ? circuits : []);
        ForEach(Name ?? [], name => wanted.UnionWith(Find(circuits, name)));

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        ForEach(circuits.Where(wanted.Contains), circuit => WriteObject(CircuitBreakerStatus.Of(circuit, now)));
    }

    private static IEnumerable<Circuit> Find(IReadOnlyList<Circuit> circuits, string name) => NameLookup.Find(
        name,
        exact => circuits.FirstOrDefault(circuit => circuit.Name == exact),
        matches => circuits.Where(circuit => matches(circuit.Name)),
        CircuitErrors.NotFound);
}
