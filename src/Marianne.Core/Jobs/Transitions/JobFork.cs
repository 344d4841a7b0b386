namespace Marianne.Jobs;

/// <summary>Drafts jobs that take over sheets of another one, which is not changed.</summary>
public static class JobFork
{
    /// <summary>Returns a new Pending job with copies of some sheets of another one. Its other sheets are Pending.</summary>
    /// <param name="draft">The new job, without its sheets.</param>
    /// <param name="original">The other job with its sheets.</param>
    /// <param name="kept">The numbers of the sheets that it takes over.</param>
    public static Job Of(Job draft, Job original, IReadOnlyCollection<int> kept)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(kept);

        Job fork = draft.Copy();
        fork.ForkedFrom = original.Id;
        foreach (int number in kept)
        {
            Sheet sheet = original.Sheets[number - 1].CopyTo(fork.Id);
            fork.Sheets.Put(sheet);
            if (sheet.Status == SheetStatus.Completed)
                fork.LastCompletedSheet = number; // It only rises.
        }

        return fork;
    }
}
