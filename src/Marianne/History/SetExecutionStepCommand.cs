using System.Collections;
using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Records the status and the measurements of steps in an execution history.</summary>
[Cmdlet(VerbsCommon.Set, "ExecutionStep", HelpUri = HelpPage.Folder + "Set-ExecutionStep.md")]
[OutputType(typeof(ExecutionStep))]
public sealed class SetExecutionStepCommand : HistoryCmdlet
{
    /// <summary>Specifies the ids of the steps. The default is the step that is piped in.</summary>
    /// <exception cref="MarianneException">
    /// StepNotFound: a step does not exist. InvalidParameter: a history is piped in, and no id is specified.
    /// </exception>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StepIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// Specifies the new status: InProgress, Completed, Failed or Skipped. By default, the status is unchanged.
    /// </summary>
    /// <exception cref="MarianneException">InvalidTransition: the transition is not allowed.</exception>
    [Parameter]
    public StepStatus? Status { get; set; }

    /// <summary>Specifies the arc through which a completed step is left. The default is no arc.</summary>
    [Parameter]
    [Alias("ArcTaken")]
    public string? Arc { get; set; }

    /// <summary>Specifies why the step failed. The default is no message.</summary>
    [Parameter]
    [Alias("Error")]
    public string? ErrorMessage { get; set; }

    /// <summary>Specifies why the step is skipped. The default is <c>Unknown</c>.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>
    /// Specifies measurements as a hashtable of values by name. They are added to the previous measurements. Values are
    /// numbers, strings, Boolean values, and lists and hashtables of them; a TimeSpan is stored in seconds. By default,
    /// nothing is added.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: a value cannot be stored as JSON.</exception>
    [Parameter]
    [Alias("Metrics")]
    [ValidateNotNull]
    public IDictionary? Metric { get; set; }

    /// <summary>
    /// Specifies the used resources as a hashtable, with a hashtable of values for each type of resource. The
    /// <c>duration</c> of a type is a number of seconds or a TimeSpan. By default, nothing is added.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: a type is not a hashtable, or a value cannot be stored as JSON.
    /// </exception>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ResourceUsage { get; set; }

    /// <summary>
    /// Specifies how many chunks of a stream have been processed so far. The minimum is 0. It replaces the previous number.
    /// By default, the number is unchanged.
    /// </summary>
    [Parameter]
    [WholeNumber]
    public long? ChunksProcessed { get; set; }

    /// <summary>
    /// Specifies how many records of a stream have been processed so far. The minimum is 0. It replaces the previous number.
    /// By default, the number is unchanged.
    /// </summary>
    [Parameter]
    [WholeNumber]
    public long? RecordsProcessed { get; set; }

    /// <summary>Specifies the current position in the stream. By default, the position is unchanged.</summary>
    [Parameter]
    public object? Position { get; set; }

    /// <summary>Returns the step. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ExecutionHistory history = History;
        string[] ids = Id
            ?? (HistoryArguments.StepOf(InputObject) is { } step ? [step.Id] : throw ParameterErrors.NoStep(history));
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
