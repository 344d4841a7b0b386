using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Histories and steps, as they come from the pipeline or from a variable.</summary>
internal static class HistoryArguments
{
    private const string Foreign = "Deserialized.Marianne.History.";

    /// <summary>The history that it is, or that it is a step of.</summary>
    /// <exception cref="MarianneException">It is neither, or came from another process.</exception>
    public static ExecutionHistory HistoryOf(object? input) => Find(input) ?? throw NoHistory(input);

    /// <summary>The step that it is; nothing when it is a history.</summary>
    public static ExecutionStep? StepOf(object? input) => Plain(input) as ExecutionStep;

    /// <summary>The history that it is, or that it is a step of; nothing when it is neither.</summary>
    public static ExecutionHistory? Find(object? input) => Plain(input) switch
    {
        ExecutionHistory history => history,
        ExecutionStep step => step.History,
        _ => null,
    };

    private static MarianneException NoHistory(object? input) =>
        input is PSObject wrapped && wrapped.TypeNames.Any(name => name.StartsWith(Foreign, StringComparison.Ordinal))
            ? ParameterErrors.ForeignHistory(input)
            : ParameterErrors.NotAHistory(Plain(input));

    private static object? Plain(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;
}
