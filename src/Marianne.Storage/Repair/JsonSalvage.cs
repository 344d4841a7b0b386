using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Stores;

namespace Marianne.Storage.Repair;

/// <summary>Checks a folder of JSON files and copies what can be read of it, file by file.</summary>
internal sealed class JsonSalvage(string path, TimeProvider time, IProcessList processes)
{
    private const string Intact = "jobs";

    /// <summary>Checks the folder. Nothing is changed.</summary>
    public ValueTask<StoreReport> CheckAsync(CancellationToken cancellationToken) =>
        ReadAsync(copyAsync: null, cancellationToken);

    /// <summary>Copies what can be read to a new store.</summary>
    public async ValueTask<StoreReport> CopyAsync(StoreLocation destination, CancellationToken cancellationToken)
    {
        var copies = new JobCopies();
        IJobStore target = new JobStoreFactory(time, processes, _ => { }).Create(destination);
        await using (target.ConfigureAwait(false))
        {
            await target.OpenAsync(mustExist: false, cancellationToken).ConfigureAwait(false);
            StoreReport report = await ReadAsync(
                (id, source) => copies.AddAsync(id, source, target, cancellationToken), cancellationToken).ConfigureAwait(false);
            return report with
            {
                Destination = destination.Path,
                Copied = copies.Count,
                Damages = [.. report.Damages, .. copies.Failures],
            };
        }
    }

    /// <summary>Reads each job from a copy of those of its files that are intact.</summary>
    /// <param name="copyAsync">Copies a job from an intact store; <c>null</c> to only check it.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    private async ValueTask<StoreReport> ReadAsync(Func<string, IJobStore, ValueTask>? copyAsync, CancellationToken cancellationToken)
    {
        var damages = new List<StoreDamage>();
        long readable = 0;
        using var temporary = new TemporaryFolder();
        foreach (JobFiles files in new JobFolder(path).Files().OrderBy(files => files.Stem, StringComparer.Ordinal))
        {
            string folder = Path.Combine(temporary.Path, Intact);
            Directory.CreateDirectory(folder);
            try
            {
                var parts = new JsonJobParts(files, damages);
                if (await parts.CopyAsync(folder, cancellationToken).ConfigureAwait(false) is not { } id)
                    continue;

                var intact = new JsonJobStore(folder, time, processes);
                await using (intact.ConfigureAwait(false))
                {
                    damages.AddRange(await UnreadableValues.OfAsync(intact, cancellationToken).ConfigureAwait(false));
                    readable++;
                    if (copyAsync is not null)
                        await copyAsync(id, intact).ConfigureAwait(false);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        damages.AddRange(JsonJobParts.WithoutJob(path));
        return new StoreReport { Path = path, Content = "Jobs", Readable = readable, Damages = damages };
    }
}
