using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>What a save may write over, and what it writes: the same in every store.</summary>
internal static class SaveConflictCheck
{
    /// <summary>Refuses a save that would overwrite what somebody else saved, unless its mode says so.</summary>
    /// <param name="job">The job to save.</param>
    /// <param name="stored">When the store's version of it was saved; nothing when it has none.</param>
    /// <param name="mode">What the save does with that version.</param>
    /// <exception cref="MarianneException">The store has another version, or none where one was loaded.</exception>
    public static void Check(Job job, DateTimeOffset? stored, SaveMode mode)
    {
        if (mode == SaveMode.Overwrite)
            return;

        bool isNew = mode == SaveMode.Import || !job.IsStored;
        if (isNew && stored is not null)
            throw JobErrors.Exists(job.Id);

        if (isNew)
            return;

        if (stored is null)
            throw JobErrors.Removed(job.Id, job.UpdatedAt);

        if (stored != job.UpdatedAt)
            throw JobErrors.Conflict(job.Id, job.UpdatedAt, stored.Value);
    }

    /// <summary>
    /// Whether the store's version is another than the one that the job was loaded from, so that what did not change
    /// since must be written as well.
    /// </summary>
    public static bool WritesWhole(Job job, DateTimeOffset? stored) => !job.IsStored || stored != job.UpdatedAt;

    /// <summary>Keeps the high-water mark of the version that a save overwrites: it never goes back.</summary>
    public static void KeepHighWaterMark(Job job, int storedMark)
    {
        if (storedMark > job.LastCompletedSheet)
            job.LastCompletedSheet = storedMark;
    }

    /// <summary>The time that the saved version carries.</summary>
    public static DateTimeOffset UpdatedAt(Job job, DateTimeOffset? stored, SaveMode mode, DateTimeOffset now) =>
        mode == SaveMode.Import
            ? StoredTime.Truncate(job.UpdatedAt)
            : StoredTime.After(stored ?? DateTimeOffset.MinValue, now);
}
