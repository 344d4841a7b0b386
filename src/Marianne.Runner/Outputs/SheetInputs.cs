using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Outputs;

/// <summary>What a sheet gets of other sheets: the outputs that its score uses, and those of all sheets that a script depends on.</summary>
internal sealed record SheetInputs
{
    /// <summary>The score, in which the placeholders of outputs have values.</summary>
    public required Score Score { get; init; }

    /// <summary>The outputs of the sheets that a script depends on.</summary>
    public IReadOnlyList<SheetInput> OfScript { get; init; } = [];

    /// <summary>The approval of the sheet, or <c>null</c> if it needs none.</summary>
    public SheetApproval? Approval { get; init; }

    /// <summary>What is to be changed according to the user who denied the last result; <c>null</c> if there is none.</summary>
    public string? Denial { get; init; }

    /// <summary>
    /// The error of the condition <c>when</c>: an output does not exist although its sheet is Completed. <c>null</c> if it can be evaluated.
    /// </summary>
    public string? ConditionError { get; init; }

    /// <summary>The error of the other uses of outputs, which matters only if the sheet is not skipped; <c>null</c> if there is none.</summary>
    public string? Error { get; init; }
}
