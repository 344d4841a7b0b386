using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Decides what a save may overwrite and what it writes. The rules are the same in every store.</summary>
internal static class SaveConflictCheck
{
    /// <summary>Throws if a save would overwrite a version that another process saved, unless its mode allows that.</summary>
    /// <param name="job">The job to save.</param>
    /// <param name="stored">When the store's version of the job was saved; <c>null</c> if it has none.</param>
    /// <param name="mode">How the save treats that version.</param>
    /// <exception cref="MarianneException">The store has another version, or no version of a job that was loaded.</exception>
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
    /// Determines whether the store's version differs from the one that the job was loaded from. Then the unchanged parts
    /// must be written as well.
    /// </summary>
    public static bool WritesWhole(Job job, DateTimeOffset? stored) => !job.IsStored || stored != job.UpdatedAt;

    /// <summary>Keeps the last completed sheet of the version that a save overwrites: the number never decreases.</summary>
    public static void KeepHighWaterMark(Job job, int storedMark)
    {
        if (storedMark > job.LastCompletedSheet)
            job.LastCompletedSheet = storedMark;
    }

    /// <summary>Returns the time of the saved version.</summary>
    public static DateTimeOffset UpdatedAt(Job job, DateTimeOffset? stored, SaveMode mode, DateTimeOffset now) =>
        mode == SaveMode.Import
            ? StoredTime.Truncate(job.UpdatedAt)
            : StoredTime.After(stored ?? DateTimeOffset.MinValue, now);
}
