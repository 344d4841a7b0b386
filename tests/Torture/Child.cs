using System.Diagnostics;

namespace Marianne.Torture;

/// <summary>A process that writes a line for each change that it acknowledges, and that is killed at some moment.</summary>
internal sealed class Child : IDisposable
{
    /// <summary>The time within which a process writes a line or ends, also on a busy machine. The longest needs a tenth of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];

    /// <summary>Starts a process.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="round">The round that it belongs to.</param>
    public Child(ProcessStartInfo start, Round round)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = round.Folder;
        start.Environment["MARIANNE_HOME"] = round.Home;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The lines that it has written. The last one may be incomplete if it was killed.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The changes that a script has acknowledged.</summary>
    public IEnumerable<string> Acknowledged => _lines.Where(line => line.EndsWith(';')).Select(line => line[..^1]);

    /// <summary>Indicates whether the process has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The exit code.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Kills the process after a number of lines and a moment. Returns <c>false</c> if it ended before.</summary>
    public async Task<bool> KillAfterAsync(int lines, int spins)
    {
        while (_lines.Count < lines && await ReadLineAsync())
        {
        }

        Thread.SpinWait(spins);
        return await KillAsync();
    }

    /// <summary>Kills the process after a time. Returns <c>false</c> if it ended before.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan time)
    {
        using var timeout = new CancellationTokenSource(time);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        return await KillAsync();
    }

    /// <summary>Reads until there is a number of lines, or the process has ended.</summary>
    public async Task ReadAsync(int lines)
    {
        while (_lines.Count < lines && await ReadLineAsync())
        {
        }
    }

    /// <summary>Waits until the process ends by itself.</summary>
    public async Task WaitAsync()
    {
        while (await ReadLineAsync())
        {
        }

        await WithinPatienceAsync(_process.WaitForExitAsync());
    }

    /// <summary>Describes how the process ended.</summary>
    public async Task<string> DescribeEndAsync() =>
        $"exit code {ExitCode}, last line '{_lines.LastOrDefault()}', errors: {(await _errors).Trim()}";

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task<bool> KillAsync()
    {
        bool isKilled = !_process.HasExited;
        _process.Kill();
        await WaitAsync();
        return isKilled && ExitCode != 0; // It may have ended between the two calls.
    }

    private async Task<bool> ReadLineAsync()
    {
        Task<string?> reading = _process.StandardOutput.ReadLineAsync();
        await WithinPatienceAsync(reading);
        if (await reading is not { } line)
            return false;

        _lines.Add(line);
        return true;
    }

    /// <summary>Waits for the process. One that hangs is killed, and its round has failed.</summary>
    private async Task WithinPatienceAsync(Task task)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            string line = $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";
            _process.Kill(entireProcessTree: true);
            throw new InvalidOperationException(
                $"The process hung for {Patience.TotalMinutes} minutes after the line '{_lines.LastOrDefault()}': {line}");
        }
    }
}
