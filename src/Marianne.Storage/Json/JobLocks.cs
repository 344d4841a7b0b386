using System.Collections.Concurrent;

namespace Marianne.Storage.Json;

/// <summary>Lets one writer at a time change a job, among the tasks of this store and among all processes.</summary>
internal sealed class JobLocks(TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _queues = new(StringComparer.Ordinal);

    /// <summary>Waits for a lock. It is held until the result is disposed.</summary>
    /// <param name="path">The file to lock.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">Another process held the lock for too long.</exception>
    public async ValueTask<IDisposable> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        // Tasks of this store wait in a queue, so that they do not poll for each other.
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

    /// <summary>Takes a lock that is free, or returns <c>null</c> if it is held.</summary>
    /// <param name="path">The file to lock.</param>
    public IDisposable? TryAcquire(string path)
    {
        SemaphoreSlim queue = _queues.GetOrAdd(path, _ => new SemaphoreSlim(1, 1));
        if (!queue.Wait(0))
            return null;

        FileStream? file = null;
        try
        {
            file = TryOpen(path);
            return file is null ? null : new Held(file, queue);
        }
        finally
        {
            if (file is null)
                queue.Release();
        }
    }

    private async ValueTask<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        FileStream? file;
        while ((file = TryOpen(path)) is null)
        {
            if (time.GetElapsedTime(start) >= Timeout)
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

    // The file is never deleted, not even with its job or after a failed save. On POSIX systems a process can open the file,
    // lose the processor while another deletes it, and then lock a file that has no name any more, while a third process
    // locks a new file of that name: two writers at once. To notice that, the identity of the locked file would have to be
    // compared with that of the name, and .NET does not expose it. An empty file of a removed job costs less.
    private sealed class Held(FileStream file, SemaphoreSlim queue) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            queue.Release();
        }
    }
}
