using System.Text;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    /// <remarks>The job is written last: if the process is killed before that, the key names no job and is free.</remarks>
    public async ValueTask<string?> CreateAsync(
        Job job, JobKey key, Func<Job, bool> keepsKey, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);
        _folder.Create();

        KeyFiles files = _folder.KeyFilesOf(key);
        using (await _locks.AcquireAsync(files.Lock, cancellationToken).ConfigureAwait(false))
        {
            byte[]? holder = await DurableFile.ReadAsync(files.Holder, cancellationToken).ConfigureAwait(false);
            Job? other = holder is null
                ? null
                : await LoadHeaderAsync(Encoding.UTF8.GetString(holder), cancellationToken).ConfigureAwait(false);
            if (other is not null && UnfinishedJobs.Statuses.Contains(other.Status) && keepsKey(other))
                return other.Id;

            DurableFile.Write(files.Holder, files.Unfinished, Encoding.UTF8.GetBytes(job.Id));
            await SaveAsync(job, SaveMode.IfUnchanged, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
