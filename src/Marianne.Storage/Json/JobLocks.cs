using System.Collections.Concurrent;

namespace Marianne.Storage.Json;

/// <summary>Lets one writer at a time change a job: of the tasks of a store, and of all processes.</summary>
internal sealed class JobLocks(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _queues = new(StringComparer.Ordinal);

    /// <summary>Waits for a lock and holds it until it is disposed.</summary>
    /// <param name="path">The file that is held.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarianneException">Another process held it for too long.</exception>
    public async ValueTask<IDisposable> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        // Tasks of this store queue up, so that they need not poll for each other.
        SemaphoreSlim queue = _queues.GetOrAdd(path, _ => new SemaphoreSlim(1, 1));
        await queue.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Held(await OpenAsync(path, cancellationToken).ConfigureAwait(false), queue);
        }
        catch
        {
            queue.Release();
            throw;
        }
    }

    private async ValueTask<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        FileStream? file;
        while ((file = TryOpen(path)) is null)
        {
            if (time.GetElapsedTime(start) >= Patience)
                throw StoreErrors.Busy(path);

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return file;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return DurableFile.OpenWrite(path, FileShare.None);
        }
        catch (IOException error) when (StoreErrors.IsLocked(error))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    // The file stays when it is released, and when its job goes: whoever waits must find the very same one.
    private sealed class Held(FileStream file, SemaphoreSlim queue) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            queue.Release();
        }
    }
}
