using Marianne.Collections;
using Marianne.Jobs;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The approval of a user that a sheet needs before it starts.</summary>
public sealed record ApprovalOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ApprovalOptions> Section { get; } = new("approval");

    /// <summary>
    /// What is to be decided. The placeholders <c>{sheet_num}</c>, <c>{workspace}</c> and those of parameters and outputs are replaced.
    /// Default: a sentence with the name of the sheet.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>The files on which the decision depends. A relative path begins at the workspace.</summary>
    public IReadOnlyList<string> Show { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>How long the sheet waits for an answer. After that, <c>default</c> is the answer. Default: without a limit.</summary>
    [Bounds(Above = 0)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>The answer after the timeout: <c>deny</c> fails the sheet, <c>approve</c> starts it.</summary>
    public ApprovalDecision Default { get; init; }

    /// <summary>
    /// What follows when a user denies the sheet: <c>fail</c> fails it, and with <c>retry</c> the sheets before it run again with the message
    /// of the denial, and then the approval is asked for again. After a timeout, the sheet fails.
    /// </summary>
    public DenialAction OnDeny { get; init; }

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (Message is not null && string.IsNullOrWhiteSpace(Message))
            yield return new("message", "message is empty. Specify what is to be decided, or omit the key.");
        for (int index = 0; index < Show.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(Show[index]))
                yield return new(FormattableString.Invariant($"show[{index}]"), "The path is empty. Specify a file, or remove it.");
        }
    }
}
