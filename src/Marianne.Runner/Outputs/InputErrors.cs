using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Outputs;

/// <summary>Composes the messages of outputs that cannot be used.</summary>
internal static class InputErrors
{
    /// <summary>The sheet has no such output.</summary>
    public static string Missing(Score score, OutputUse use, SheetStatus status)
    {
        string start = $"{use.Reference} has no value: sheet {score.LabelOf(use.Target)}";
        return status == SheetStatus.Completed
            ? $"{start} has no output '{use.Reference.Output}'. Correct the name, or let that sheet write it."
            : $"{start} is {status}, so it has no outputs. Add it to needs, or use a condition with when.";
    }

    /// <summary>The number of items of what is not a list.</summary>
    public static string NotAList(Score score, OutputUse use) =>
        $"{use.Reference} has no value: the output '{use.Reference.Output}' of sheet {score.LabelOf(use.Target)} is not a list.";

    /// <summary>A list in a path.</summary>
    public static string ListInPath(Score score, OutputUse use) =>
        $"{use.Reference} is a list, which cannot be a part of a path: see {use.Path} of sheet {score.LabelOf(use.Number)}.";

    /// <summary>A null character in a value.</summary>
    public static string NullCharacter(Score score, string name, int number) =>
        $"{{{name}}} has a null character, which no command and no variable of sheet {score.LabelOf(number)} can have.";
}
