namespace Marianne.Text;

/// <summary>Finds the known word that a misspelled word most likely means.</summary>
public static class NearestWord
{
    /// <summary>Returns the known word with the smallest edit distance, or <c>null</c> if none is similar.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The known words.</param>
    public static string? Of(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);

        // A word that differs in half of its letters is not a misspelling, so words whose lengths differ by more are skipped.
        return known
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= Math.Max(word.Length, candidate.Length) / 2)
            .Select(candidate => (Word: candidate, Edits: Edits(word, candidate)))
            .Where(candidate => candidate.Edits <= Math.Max(word.Length, candidate.Word.Length) / 2)
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    /// <summary>
    /// Computes the edit distance of two words, ignoring case: the number of insertions, deletions and replacements.
    /// </summary>
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
