using Marianne.Files;

namespace Marianne.Storage.Json;

/// <summary>
/// The files of an imported job. They are written to a folder of their own, and become the job's at once, also if the process
/// is killed. The caller holds the lock of the job.
/// </summary>
/// <remarks>
/// The files of a new job are moved, its own file last: companions without it are ignored. A job that replaces another is
/// complete in its folder when that is renamed: from then on it is read there, while its files are copied over the old ones.
/// What a killed process left is settled by the next writer of the job.
/// </remarks>
/// <param name="target">The files of the job.</param>
/// <param name="staging">The folder to which they are written first.</param>
internal sealed class ImportedFiles(JobFiles target, string staging)
{
    /// <summary>The files to write.</summary>
    public JobFiles Staged { get; } = new(staging, target.Stem);

    /// <summary>Settles what a killed process left of imports of a job.</summary>
    /// <param name="staging">The folder to which files are written first.</param>
    /// <param name="candidates">The files that the job can have.</param>
    public static void Settle(string staging, IEnumerable<JobFiles> candidates)
    {
        foreach (JobFiles files in candidates.Where(files => Directory.Exists(files.Copied)))
        {
            var import = new ImportedFiles(files, staging);
            if (File.Exists(files.Job))
                import.PutInPlace();
            else
                DurableFile.Delete(files.Copied); // The job that it replaced was deleted.
        }

        if (Directory.Exists(staging))
            RemoveUnfinished(staging);
    }

    /// <summary>Creates the empty folder to which the files are written.</summary>
    public void Begin() => Try(staging, () => OwnerOnly.CreateFolder(staging));

    /// <summary>Makes the written files those of the job.</summary>
    public void Commit()
    {
        if (File.Exists(target.Job))
        {
            Move(staging, target.Copied);
            PutInPlace();
        }
        else
        {
            CompanionFiles.Delete(target); // They belong to a job that another implementation deleted.
            foreach (string companion in Companions(staging))
                Move(companion, InTarget(companion));
            Move(Staged.Job, target.Job);
            DurableFile.Delete(staging);
        }
    }

    /// <summary>
    /// Deletes the written files after an error, unless they have already become those of the job. What cannot be deleted is
    /// settled by the next writer.
    /// </summary>
    public void Abandon()
    {
        try
        {
            if (Directory.Exists(staging))
                RemoveUnfinished(staging);
        }
        catch (MarianneException)
        {
            // The caller throws the error that came first.
        }
    }

    /// <summary>Deletes the files of an import that was not committed, those that were already moved as well.</summary>
    private static void RemoveUnfinished(string staging)
    {
        string folder = Path.GetDirectoryName(staging)!;
        foreach (string job in Directory.GetFiles(staging, "*" + JobFiles.JobExtension))
        {
            var files = new JobFiles(folder, Path.GetFileNameWithoutExtension(job));
            if (!File.Exists(files.Job))
                CompanionFiles.Delete(files);
        }

        DurableFile.Delete(staging);
    }

    /// <summary>Copies the complete job over the one that it replaces. A repeated call finishes an interrupted one.</summary>
    private void PutInPlace()
    {
        CompanionFiles.Delete(target);
        foreach (string companion in Companions(target.Copied))
            Copy(companion, InTarget(companion));
        Copy(Path.Combine(target.Copied, Path.GetFileName(target.Job)), target.Job);

        DurableFile.Delete(staging);
        Move(target.Copied, staging); // A folder is not deleted at once, and a part of it must not be read.
        DurableFile.Delete(staging);
    }

    private IEnumerable<string> Companions(string folder)
    {
        string job = Path.GetFileName(target.Job);
        return Directory.GetFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != job);
    }

    private string InTarget(string entry) => Path.Combine(target.Folder, Path.GetFileName(entry));

    private void Copy(string source, string destination)
    {
        if (Directory.Exists(source))
        {
            Try(destination, () => OwnerOnly.CreateFolder(destination));
            foreach (string file in Directory.GetFiles(source))
                Copy(file, Path.Combine(destination, Path.GetFileName(file)));
            return;
        }

        DurableFile.Copy(source, destination, target.Unfinished);
    }

    private static void Move(string source, string destination) => Try(destination, () =>
    {
        Directory.Move(source, destination); // It moves files, too.
        DurableFolder.FlushEntryOf(destination);
        if (Path.GetDirectoryName(source) != Path.GetDirectoryName(destination))
            DurableFolder.FlushEntryOf(source);
    });

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }
}
