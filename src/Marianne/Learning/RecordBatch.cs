using System.Runtime.ExceptionServices;

namespace Marianne.Commands;

/// <summary>
/// Collects records and writes many of them at once: a thousand, or what has come in a fifth of a second. Nothing is
/// locked while it collects, and a record that comes after a pause is written right away.
/// </summary>
/// <typeparam name="TRecord">What is collected.</typeparam>
/// <typeparam name="TResult">What a record is when it was written.</typeparam>
internal sealed class RecordBatch<TRecord, TResult> : IDisposable
{
    private const int MostRecords = 1000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private readonly Func<IReadOnlyList<TRecord>, IReadOnlyList<TResult>> _write;
    private readonly object _gate = new();
    private readonly Timer _timer;
    private readonly List<TRecord> _waiting = [];
    private readonly List<TResult> _written = [];
    private ExceptionDispatchInfo? _failure;
    private long _lastWrite;
    private bool _isClosed;

    /// <summary>Makes an empty one.</summary>
    /// <param name="write">Writes records, all or none of them. It may be called on any thread, never on two at once.</param>
    public RecordBatch(Func<IReadOnlyList<TRecord>, IReadOnlyList<TResult>> write)
    {
        _write = write;
        _timer = new Timer(_ => WriteInTime());
    }

    /// <summary>Takes a record.</summary>
    public void Add(TRecord record)
    {
        lock (_gate)
        {
            _waiting.Add(record);
            if (_waiting.Count >= MostRecords || Environment.TickCount64 - _lastWrite >= LongestWait.TotalMilliseconds)
                Write();
            else if (_waiting.Count == 1)
                _timer.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes what was collected.</summary>
    public void Flush()
    {
        lock (_gate)
            Write();
    }

    /// <summary>What was written since the last call. A failure that nobody has seen yet is thrown here.</summary>
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

    /// <summary>Forgets what was not written yet. Nothing is written from then on.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isClosed = true;
        _timer.Dispose();
    }

    private void Write()
    {
        TRecord[] records = [.. _waiting];
        _waiting.Clear();
        if (records.Length > 0 && !_isClosed)
            _written.AddRange(_write(records));
        _lastWrite = Environment.TickCount64;
    }

    private void WriteInTime()
    {
        lock (_gate)
        {
            try
            {
                Write();
            }
#pragma warning disable CA1031 // It is thrown on the thread of the pipeline.
            catch (Exception error)
            {
                _failure = ExceptionDispatchInfo.Capture(error);
            }
#pragma warning restore CA1031
        }
    }
}
