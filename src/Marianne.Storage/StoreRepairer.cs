using Marianne.Jobs;
using Marianne.Storage.Repair;
using Marianne.Storage.Sqlite;
using Marianne.Stores;

namespace Marianne.Storage;

/// <summary>Checks and copies damaged stores in SQLite files and in folders of JSON files.</summary>
/// <param name="time">The clock.</param>
/// <param name="processes">The processes of this machine.</param>
public sealed class StoreRepairer(TimeProvider time, IProcessList processes) : IStoreRepairer
{
    /// <inheritdoc/>
    public async ValueTask<StoreReport> CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            return await new JsonSalvage(path, time, processes).CheckAsync(cancellationToken).ConfigureAwait(false);

        using SqliteSalvage salvage = Open(path);
        return await salvage.CheckAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void CheckPlaces(string path, StoreLocation destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        CheckNew(destination);
        if (!Directory.Exists(path))
            RequireFile(path);
    }

    /// <inheritdoc/>
    public async ValueTask<StoreReport> CopyAsync(
        string path, StoreLocation destination, CancellationToken cancellationToken)
    {
        string target = CheckNew(destination);
        if (Directory.Exists(path))
        {
            return await new JsonSalvage(path, time, processes)
                .CopyAsync(destination, cancellationToken).ConfigureAwait(false);
        }

        using SqliteSalvage salvage = Open(path);
        return destination.Kind == StoreKind.Sqlite
            ? await salvage.CopyAsync(target, cancellationToken).ConfigureAwait(false)
            : await CopyToFolderAsync(salvage, destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the path of a new store, at which nothing exists yet.</summary>
    private static string CheckNew(StoreLocation destination)
    {
        if (destination.Path is not { } target)
            throw new ArgumentException("The new store must have a path.", nameof(destination));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw StoreErrors.Exists(target);
        return target;
    }

    private SqliteSalvage Open(string path)
    {
        RequireFile(path);
        return SqliteSalvage.Open(path, time, processes);
    }

    private static void RequireFile(string path)
    {
        CheckFile(path);
        if (!File.Exists(path))
            throw StoreErrors.NotFound(path);
    }

    private static void CheckFile(string path)
    {
        try
        {
            new SqliteFiles(path).ThrowIfNotAFile();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(path, error);
        }
    }

    /// <summary>Copies the jobs of a file to a folder, through a file that is intact.</summary>
    private async ValueTask<StoreReport> CopyToFolderAsync(
        SqliteSalvage salvage, StoreLocation destination, CancellationToken cancellationToken)
    {
        if (!salvage.IsOfJobs)
            throw StoreErrors.OnlySqlite(destination.Path!);

        using var folder = new TemporaryFolder();
        string intact = Path.Combine(folder.Path, "jobs.db");
        StoreReport report = await salvage.CopyAsync(intact, cancellationToken).ConfigureAwait(false);

        var factory = new JobStoreFactory(time, processes, _ => { });
        IJobStore source = factory.Create(new StoreLocation(StoreKind.Sqlite, intact));
        IJobStore target = factory.Create(destination);
        await using (source.ConfigureAwait(false))
        await using (target.ConfigureAwait(false))
        {
            await target.OpenAsync(mustExist: false, cancellationToken).ConfigureAwait(false);
            JobCopies copies = await JobCopies.OfAllAsync(source, target, cancellationToken).ConfigureAwait(false);
            return report with
            {
                Destination = destination.Path,
                Copied = copies.Count,
                Damages = [.. report.Damages, .. copies.Failures],
            };
        }
    }
}
