using Marianne.Errors;
using Marianne.Processes;

namespace Marianne.Executors;

/// <summary>How an attempt ended.</summary>
/// <param name="Given">What was run: the command, the prompt or the script.</param>
/// <param name="Result">How it ended.</param>
public sealed record SheetExecution(string Given, CommandResult Result)
{
    /// <summary>What kind of failure it is that it could not be begun; <see cref="CommandResult.StartError"/> says why.</summary>
    public ErrorCode Unfit { get; init; } = ErrorCodes.WorkingDirectory;

    /// <summary>One whose file is not where the score says.</summary>
    public static SheetExecution FileMissing(string given, string path) =>
        NotBegun(given, ErrorCodes.PathNotFound, $"The file '{path}' does not exist.");

    /// <summary>One whose workspace is gone.</summary>
    public static SheetExecution WorkspaceMissing(string given, string path) =>
        NotBegun(given, ErrorCodes.WorkingDirectory, $"The workspace '{path}' does not exist.");

    /// <summary>One whose script cannot be parsed.</summary>
    public static SheetExecution Unparsable(string given, string why) =>
        NotBegun(given, ErrorCodes.ScoreUnreadable, why);

    internal static SheetExecution NotBegun(string given, ErrorCode code, string why) =>
        new(given, new CommandResult { StartError = why }) { Unfit = code };
}
