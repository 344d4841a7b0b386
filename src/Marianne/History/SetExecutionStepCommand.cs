using System.Collections;
using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Says what became of steps: how they ended, what was measured, what was used.</summary>
[Cmdlet(VerbsCommon.Set, "ExecutionStep")]
[OutputType(typeof(ExecutionStep))]
public sealed class SetExecutionStepCommand : HistoryCmdlet
{
    /// <summary>The ids of the steps. Default: the step that was piped in.</summary>
    /// <exception cref="MarianneException">
    /// StepNotFound: the history has no such step. InvalidParameter: a history was piped in, and no id is given.
    /// </exception>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// The new status. InProgress starts the step; Completed, Failed and Skipped end it. Default: it stays.
    /// </summary>
    /// <exception cref="MarianneException">InvalidTransition: the step has ended already, or cannot go back.</exception>
    [Parameter]
    public StepStatus? Status { get; set; }

    /// <summary>The arc through which the step is left. Only with Completed.</summary>
    [Parameter]
    [Alias("ArcTaken")]
    public string? Arc { get; set; }

    /// <summary>Why it failed. Only with Failed.</summary>
    [Parameter]
    [Alias("Error")]
    public string? ErrorMessage { get; set; }

    /// <summary>Why it is passed over. Only with Skipped. Default: <c>Unknown</c>.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>What was measured, by name. It is added to what was measured before.</summary>
    /// <exception cref="MarianneException">InvalidParameter: JSON has no form for a value.</exception>
    [Parameter]
    [Alias("Metrics")]
    [ValidateNotNull]
    public IDictionary? Metric { get; set; }

    /// <summary>
    /// What was used: by type of resource, figures by name. The <c>duration</c> of a type is summed up over the steps: a
    /// number of seconds or a TimeSpan.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: a type has no hashtable, or JSON has no form for a value.
    /// </exception>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ResourceUsage { get; set; }

    /// <summary>How many chunks of a stream were processed so far, 0 or more.</summary>
    [Parameter]
    [WholeNumber]
    public long? ChunksProcessed { get; set; }

    /// <summary>How many records of a stream were processed so far, 0 or more.</summary>
    [Parameter]
    [WholeNumber]
    public long? RecordsProcessed { get; set; }

    /// <summary>Where in the stream it is.</summary>
    [Parameter]
    public object? Position { get; set; }

    /// <summary>Writes the step.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = History;
        string[] ids = Id ?? (HistoryArguments.StepOf(InputObject) is { } step ? [step.Id] : throw ParameterErrors.NoStep(history));
        StepUpdate update = Update();
        ForEach(ids, id => Set(history, id, update));
    }

    private void Set(ExecutionHistory history, string id, StepUpdate update)
    {
        if (!history.Update(id, update))
            throw HistoryErrors.StepNotFound(history, id);
        if (PassThru)
            WriteObject(history.Find(id));
    }

    private StepUpdate Update() => new()
    {
        Status = Status,
        Arc = Arc,
        Error = ErrorMessage,
        Reason = Reason,
        Metrics = Metric is null ? null : PlainValues.Of(Metric),
        ResourceUsage = ResourceUsage is null ? null : PlainValues.OfEach(ResourceUsage),
        ChunksProcessed = ChunksProcessed,
        RecordsProcessed = RecordsProcessed,
        Position = Position is null ? null : PlainValues.Of(Position),
    };
}
