using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Marianne.Stores;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker in a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>How long a test waits for a worker at most: much longer than a busy machine needs, and short enough to name what hangs.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _written = new();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <summary>Starts the worker.</summary>
    /// <param name="folder">The current folder of the worker.</param>
    /// <param name="home">The value of MARIANNE_HOME.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="userHome">The home folder of the user. The default is that of the test.</param>
    /// <param name="through">The program, with its arguments, that starts the worker. The default is none.</param>
    /// <param name="connection">The value of MARIANNE_CONNECTION. The default is that of the test.</param>
    public WorkerProcess(
        string folder,
        string home,
        string[] arguments,
        string? userHome = null,
        IReadOnlyList<string>? through = null,
        string? connection = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "marianne-worker.dll");
        string[] command = [.. through ?? [], "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MARIANNE_HOME"] = home;
        if (userHome is not null)
            start.Environment["HOME"] = userHome;
        if (connection is not null)
            start.Environment[DefaultStores.Variable] = connection;
        _process = Process.Start(start)!;
        _output = ReadOutputAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Indicates whether the worker has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until a sheet has written a file.</summary>
    public Task WaitForFileAsync(string file, CancellationToken cancellationToken) =>
        WaitForAsync(() => File.Exists(file), file, cancellationToken);

    /// <summary>Waits until the worker has written a text to the standard output.</summary>
    public Task WaitForOutputAsync(string text, CancellationToken cancellationToken) =>
        WaitForAsync(() => Written().Contains(text, StringComparison.Ordinal), text, cancellationToken);

    /// <summary>
    /// Determines whether this process ignores a signal, for example because of <c>nohup</c>. Child processes inherit that.
    /// </summary>
    public static bool Ignores(PosixSignal signal) =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (ulong.Parse(ignored["SigIgn:".Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, null)
            & 1UL << NumberOf(signal) - 1) != 0;

    /// <summary>Sends a signal to the worker.</summary>
    public void Signal(PosixSignal signal) => Assert.Equal(0, SendSignal(_process.Id, NumberOf(signal)));

    /// <summary>Stops the worker, which then does nothing until <see cref="Continue"/>.</summary>
    public void Stop() => Assert.Equal(0, SendSignal(_process.Id, 19));

    /// <summary>Continues the worker after <see cref="Stop"/>.</summary>
    public void Continue() => Assert.Equal(0, SendSignal(_process.Id, 18));

    /// <summary>Kills the worker, as kill -9 does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until the worker ends.</summary>
    public async Task<WorkerResult> WaitForExitAsync(CancellationToken cancellationToken)
    {
        if (!await EndsInTimeAsync(_process.WaitForExitAsync(cancellationToken), cancellationToken))
            throw new TimeoutException($"The worker did not end within {Timeout}. It wrote: {Written()}");
        if (!await EndsInTimeAsync(Task.WhenAll(_output, _error), cancellationToken))
            throw new TimeoutException($"The worker ended, but a process that it started still has its output. It wrote: {Written()}");
        return new WorkerResult(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!HasEnded)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>Waits until a condition is true.</summary>
    public Task WaitForAsync(Func<bool> condition, string what, CancellationToken cancellationToken) =>
        WaitForAsync(() => ValueTask.FromResult(condition()), what, cancellationToken);

    /// <inheritdoc cref="WaitForAsync(Func{bool}, string, CancellationToken)"/>
    public async Task WaitForAsync(Func<ValueTask<bool>> condition, string what, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            bool hasEnded = HasEnded; // Before the condition, which the worker may fulfill as it ends.
            if (await condition())
                return;

            if (Stopwatch.GetElapsedTime(start) > Timeout)
                throw new TimeoutException($"Within {Timeout}, this did not happen: {what}. The worker wrote: {Written()}");
            if (hasEnded)
                throw new InvalidOperationException(
                    $"The worker ended before it wrote {what}: {await WaitForExitAsync(cancellationToken)}");
            await Task.Delay(20, cancellationToken);
        }
    }

    private static async Task<bool> EndsInTimeAsync(Task task, CancellationToken cancellationToken) =>
        await Task.WhenAny(task, Task.Delay(Timeout, cancellationToken)) == task;

    private async Task<string> ReadOutputAsync()
    {
        char[] buffer = new char[1024];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_written)
                _written.Append(buffer, 0, count);
        }

        return Written();
    }

    private string Written()
    {
        lock (_written)
            return _written.ToString();
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    };

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
