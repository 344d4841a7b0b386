namespace Marianne.Jobs;

/// <summary>The sentence that says why a job with queued sheets does not advance.</summary>
public static class MissingAbilityText
{
    /// <summary>Returns the sentence, or <c>null</c> if nothing is missing.</summary>
    /// <param name="abilities">What the next sheets need and no live worker announces; see <see cref="Job.MissingAbilities"/>.</param>
    public static string? Of(IReadOnlyCollection<string> abilities) => abilities.Count == 0
        ? null
        : $"No live worker can run the next sheets: none supports {string.Join(", ", abilities)}.";
}
