using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Validates the places in a score where the outputs of sheets are used.</summary>
internal static class OutputUseValidator
{
    /// <summary>Returns the problems.</summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<OptionProblem> Validate(Score score)
    {
        HashSet<string> ambiguous = [];
        foreach (OutputUse use in OutputUses.In(score))
        {
            if (use.Number == 0)
            {
                yield return new(
                    use.Path, $"{use.Reference} can be used only in a rule of one sheet, which then needs it. Specify sheet.");
            }
            else if (use.Number == use.Target)
            {
                yield return new(
                    use.Path,
                    $"Sheet {score.LabelOf(use.Number)} uses its own output {use.Reference}, which exists only when it is Completed. Use the "
                    + "output of another sheet.");
            }
            else if (score.IsParent(use.Target))
            {
                yield return new(
                    use.Path,
                    $"{use.Reference} is an output of sheet {score.LabelOf(use.Target)}, which runs once for each item, so it has many. Need the "
                    + $"sheet, and read $Inputs.{use.Reference.Sheet} in a script.");
            }
            else if (SecondWithName(score, use.Target) is { } second && ambiguous.Add(use.Reference.Sheet))
            {
                yield return new(
                    FormattableString.Invariant($"sheets[{second - 1}].name"),
                    $"Sheets {use.Target} and {second} have the name {OptionValue.Show(use.Reference.Sheet)}, to which {use.Reference} refers. "
                    + "Rename one of them.");
            }
        }
    }

    private static int? SecondWithName(Score score, int first)
    {
        for (int index = first; index < score.Sheets.Count; index++)
        {
            if (score.Sheets[index].Name == score.Sheets[first - 1].Name)
                return index + 1;
        }

        return null;
    }
}
