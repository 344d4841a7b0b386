using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Validates the parameters of a score and the places of their placeholders.</summary>
internal static class ParameterValidator
{
    private static readonly string[] Reserved = ["sheet_num", "workspace", "score", "prompt", "model", "session", "budget"];

    /// <summary>Returns the problems.</summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<OptionProblem> Validate(Score score)
    {
        if (score.Parameters.Count == 0)
            yield break;

        foreach (string name in score.Parameters.Keys.Where(IsReserved))
        {
            yield return new($"parameters.{name}", $"{OptionValue.Show(name)} is the name of another placeholder. Rename the parameter.")
            {
                IsOfKey = true,
            };
        }

        foreach (IGrouping<string, string> same in score.Parameters.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1))
        {
            yield return new(
                $"parameters.{same.Last()}", $"The parameters {string.Join(" and ", same)} differ only in case. Rename one of them.")
            {
                IsOfKey = true,
            };
        }

        foreach ((string path, string text, bool isPath) in ScoreTexts.WithPlaceholders(score))
        {
            foreach (string name in PlaceholderText.NamesIn(text).Distinct())
            {
                if (ProblemOf(score, name, isPath) is { } problem)
                    yield return new(path, problem);
            }
        }
    }

    /// <summary>Determines whether a name is that of a placeholder which each score has.</summary>
    /// <param name="name">The name.</param>
    public static bool IsReserved(string name) => Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? ProblemOf(Score score, string name, bool isPath) => score.Parameters.GetValueOrDefault(name)?.Type switch
    {
        ParameterType.Secret =>
            $"{{{name}}} is a secret, which other users of the computer and an agent could read here. Pass it in an environment variable: "
            + $"environment: {{ NAME: \"{{{name}}}\" }}.",
        ParameterType.List when isPath => $"{{{name}}} is a list, which cannot be a part of a path. Use a parameter of another type.",
        _ => null,
    };
}
