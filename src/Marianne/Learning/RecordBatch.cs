using System.Runtime.ExceptionServices;

namespace Marianne.Commands;

/// <summary>
/// Collects records and writes them in batches: up to a thousand records, or those of a fifth of a second. No lock on the
/// store is held between writes. A record that follows a pause is written at once, a full batch while the next one is collected.
/// </summary>
/// <typeparam name="TRecord">The type of the collected records.</typeparam>
/// <typeparam name="TResult">The type of a record after it is written.</typeparam>
internal sealed class RecordBatch<TRecord, TResult> : IDisposable
{
    private const int MaximumRecords = 1000;

    /// <summary>The maximum number of records that wait while others are written.</summary>
    private const int MaximumPending = 2 * MaximumRecords;

    private static readonly TimeSpan MaximumDelay = TimeSpan.FromMilliseconds(200);

    private readonly Func<IReadOnlyList<TRecord>, IReadOnlyList<TResult>> _write;
    private readonly object _writer = new();
    private readonly object _gate = new(); // Of the fields below. Who holds both has taken the writer first.
    private readonly Timer _timer;
    private readonly List<TRecord> _pending = [];
    private readonly List<TResult> _written = [];
    private ExceptionDispatchInfo? _failure;
    private long _lastWrite;
    private bool _isClosed;

    /// <summary>Creates an empty batch.</summary>
    /// <param name="write">Writes either all records or none. It is called from any thread, but never concurrently.</param>
    public RecordBatch(Func<IReadOnlyList<TRecord>, IReadOnlyList<TResult>> write)
    {
        _write = write;
        _timer = new Timer(_ => WriteOnTimer());
    }

    /// <summary>Adds a record.</summary>
    public void Add(TRecord record)
    {
        int count;
        bool isAfterPause;
        lock (_gate)
        {
            _pending.Add(record);
            count = _pending.Count;
            isAfterPause = Environment.TickCount64 - _lastWrite >= MaximumDelay.TotalMilliseconds;
        }

        if (count >= MaximumPending || (isAfterPause && count < MaximumRecords))
            Write();
        else if (count is 1 or MaximumRecords)
            _timer.Change(DelayOf(count), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes the pending records.</summary>
    public void Flush()
    {
        while (Write())
        {
            // Each write takes one batch.
        }
    }

    /// <summary>Returns the records written since the last call, or throws the error of a write on the timer.</summary>
    public IReadOnlyList<TResult> TakeWritten()
    {
        lock (_gate)
        {
            ExceptionDispatchInfo? failure = _failure;
            _failure = null;
            failure?.Throw();

            TResult[] written = [.. _written];
            _written.Clear();
            return written;
        }
    }

    /// <summary>Discards the pending records. Nothing is written after this.</summary>
    public void Dispose()
    {
        lock (_writer)
            _isClosed = true;
        _timer.Dispose();
    }

    private static TimeSpan DelayOf(int pending) => pending < MaximumRecords ? MaximumDelay : TimeSpan.Zero;

    /// <summary>Writes one batch. Returns <c>false</c> if there is none.</summary>
    private bool Write()
    {
        lock (_writer)
        {
            List<TRecord> records = _isClosed ? [] : Take();
            if (records.Count == 0)
                return false;

            try
            {
                IReadOnlyList<TResult> written = _write(records);
                lock (_gate)
                    _written.AddRange(written);
            }
            finally
            {
                lock (_gate)
                    _lastWrite = Environment.TickCount64;
            }

            return true;
        }
    }

    private List<TRecord> Take()
    {
        lock (_gate)
        {
            List<TRecord> taken = _pending.GetRange(0, Math.Min(_pending.Count, MaximumRecords));
            _pending.RemoveRange(0, taken.Count);
            if (_pending.Count > 0)
                _timer.Change(DelayOf(_pending.Count), Timeout.InfiniteTimeSpan);
            return taken;
        }
    }

    private void WriteOnTimer()
    {
        try
        {
            Write();
        }
#pragma warning disable CA1031 // TakeWritten rethrows it on the pipeline thread.
        catch (Exception error)
        {
            lock (_gate)
                _failure ??= ExceptionDispatchInfo.Capture(error);
        }
#pragma warning restore CA1031
    }
}
