using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Outputs;

/// <summary>
/// Writes the end of the output of an attempt to a file while it runs: twice in a second at most, and nothing if the attempt ends
/// before. The file is not flushed to the disk, because it is of no use after a loss of power.
/// </summary>
internal sealed class RunningOutputWriter : IDisposable
{
    /// <summary>The number of characters that are kept.</summary>
    public const int Limit = 16 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private readonly OutputTail _tail = new(Limit);
    private readonly RunningOutputs _outputs;
    private readonly string _jobId;
    private readonly int _number;
    private readonly RunnerProcess _runner;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private ITimer? _timer;
    private string? _path;
    private bool _isDue;
    private bool _isClosed;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="outputs">The folder.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="runner">The process that runs the attempt.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Receives the reason if the file cannot be written.</param>
    public RunningOutputWriter(
        RunningOutputs outputs, string jobId, int number, RunnerProcess runner, TimeProvider time, Action<string> warn)
    {
        (_outputs, _jobId, _number, _runner, _time, _warn) = (outputs, jobId, number, runner, time, warn);
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line, redacted.</param>
    public void Add(string line)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;

            _tail.Add(line);
            _tail.Add("\n");
            if (_isDue)
                return;

            _isDue = true;
            if (_timer is null)
                _timer = _time.CreateTimer(_ => Write(), state: null, Interval, Timeout.InfiniteTimeSpan);
            else
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _timer?.Dispose();
            if (_path is { } path)
                TryWrite(() => File.Delete(path));
        }
    }

    private void Write()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;

            _isDue = false;
            TryWrite(() =>
            {
                if (_path is null)
                    _outputs.Prepare(_time.GetUtcNow());
                _path ??= _outputs.PathOf(_jobId, _number);
                string temporary = $"{_path}.tmp";
                using (var writer = new StreamWriter(temporary, CommandStarter.Utf8, Options()))
                    writer.Write($"{RunningOutputs.HeaderOf(_runner)}\n{_tail}");
                File.Move(temporary, _path!, overwrite: true);
            });
        }
    }

    private void TryWrite(Action write)
    {
        try
        {
            write();
        }
#pragma warning disable CA1031 // The file is only looked at, and an exception on a timer would end the process.
        catch (Exception error)
        {
            _warn(error.Message);
        }
#pragma warning restore CA1031
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
