using System.Management.Automation;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>Converts pipeline input and variables to histories and steps.</summary>
internal static class HistoryArguments
{
    private const string DeserializedPrefix = "Deserialized.Marianne.History.";

    /// <summary>Returns the history, or the history that contains the step.</summary>
    /// <exception cref="MarianneException">The input is not a history or a step, or is from another process.</exception>
    public static ExecutionHistory HistoryOf(object? input) => Find(input) ?? throw NotAHistory(input);

    /// <summary>Returns the step, or <c>null</c> if the input is not a step.</summary>
    public static ExecutionStep? StepOf(object? input) => PowerShellValue.Unwrap(input) as ExecutionStep;

    /// <summary>Returns the history, or the history that contains the step, or <c>null</c> if the input is neither.</summary>
    public static ExecutionHistory? Find(object? input) => PowerShellValue.Unwrap(input) switch
    {
        ExecutionHistory history => history,
        ExecutionStep step => step.History,
        _ => null,
    };

    private static MarianneException NotAHistory(object? input) =>
        input is PSObject wrapped && wrapped.TypeNames.Any(name => name.StartsWith(DeserializedPrefix, StringComparison.Ordinal))
            ? ParameterErrors.ForeignHistory(input)
            : ParameterErrors.NotAHistory(PowerShellValue.Unwrap(input));
}
