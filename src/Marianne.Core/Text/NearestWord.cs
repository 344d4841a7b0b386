namespace Marianne.Text;

/// <summary>Which known word somebody may have meant.</summary>
public static class NearestWord
{
    /// <summary>The known word that takes the fewest edits; nothing when none is near.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">The words there are.</param>
    public static string? Of(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);

        // Nobody misspells a word by as many letters as half of it has, so others need not be compared.
        return known
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= Math.Max(word.Length, candidate.Length) / 2)
            .Select(candidate => (Word: candidate, Edits: Edits(word, candidate)))
            .Where(candidate => candidate.Edits <= Math.Max(word.Length, candidate.Word.Length) / 2)
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    /// <summary>How many letters must be put in, taken out or replaced to make one word of another, in any case.</summary>
    private static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0]++;
            for (int j = 0; j < to.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(from[i]) == char.ToLowerInvariant(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(diagonal, row[j]) + 1);
            }
        }

        return row[to.Length];
    }
}
