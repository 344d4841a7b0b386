using System.Runtime.ExceptionServices;

namespace Marianne.Commands;

/// <summary>
/// Collects records and writes them in batches: up to a thousand records, or those of a fifth of a second. No lock on the
/// store is held between writes. A record that follows a pause is written at once.
/// </summary>
/// <typeparam name="TRecord">The type of the collected records.</typeparam>
/// <typeparam name="TResult">The type of a record after it is written.</typeparam>
internal sealed class RecordBatch<TRecord, TResult> : IDisposable
{
    private const int MaximumRecords = 1000;

    private static readonly TimeSpan MaximumDelay = TimeSpan.FromMilliseconds(200);

    private readonly Func<IReadOnlyList<TRecord>, IReadOnlyList<TResult>> _write;
    private readonly object _gate = new();
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
        lock (_gate)
        {
            _pending.Add(record);
            if (_pending.Count >= MaximumRecords || Environment.TickCount64 - _lastWrite >= MaximumDelay.TotalMilliseconds)
                Write();
            else if (_pending.Count == 1)
                _timer.Change(MaximumDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes the pending records.</summary>
    public void Flush()
    {
        lock (_gate)
            Write();
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
        lock (_gate)
            _isClosed = true;
        _timer.Dispose();
    }

    private void Write()
    {
        TRecord[] records = [.. _pending];
        _pending.Clear();
        if (records.Length > 0 && !_isClosed)
            _written.AddRange(_write(records));
        _lastWrite = Environment.TickCount64;
    }

    private void WriteOnTimer()
    {
        lock (_gate)
        {
            try
            {
                Write();
            }
#pragma warning disable CA1031 // TakeWritten rethrows it on the pipeline thread.
            catch (Exception error)
            {
                _failure = ExceptionDispatchInfo.Capture(error);
            }
#pragma warning restore CA1031
        }
    }
}
