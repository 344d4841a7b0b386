using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that change circuit breakers, selected by name.</summary>
public abstract class CircuitBreakerCmdlet : LearningCmdlet
{
    private protected CircuitBreakerCmdlet()
    {
    }

    /// <summary>
    /// Specifies the names of the circuit breakers. Names are case-sensitive, and wildcards are not supported:
    /// characters such as <c>*</c> and <c>[1]</c> are part of the name. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// CircuitNotFound: the circuit breaker does not exist. CircuitDamaged: the circuit breaker must be reset first.
    /// InvalidRecord: the name is not valid. The other names are processed.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [CircuitName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CircuitNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// Returns the circuit breaker as it is after the operation. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The operation as <c>-WhatIf</c> and <c>-Confirm</c> show it: <c>Reset</c>.</summary>
    private protected abstract string Action { get; }

    private protected sealed override void Process() => ForEach(Name, name =>
    {
        Check(name);
        if (!ShouldProcess(name, Action))
            return;

        Circuit changed = Change(name);
        if (PassThru)
            WriteObject(CircuitBreakerStatus.Of(changed, TimeProvider.System.GetUtcNow()));
    });

    /// <summary>
    /// Throws if the circuit breaker cannot be changed. It is called before <c>-WhatIf</c> says what would be done, and before
    /// the update, so that a wrong name does not create the store.
    /// </summary>
    private protected abstract void Check(string name);

    /// <summary>Changes a circuit breaker, and returns its new state.</summary>
    private protected abstract Circuit Change(string name);
}
