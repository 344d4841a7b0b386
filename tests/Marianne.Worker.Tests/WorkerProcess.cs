using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker as somebody starts it: a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <summary>Starts it.</summary>
    /// <param name="folder">The folder in which it is started.</param>
    /// <param name="home">What its MARIANNE_HOME is.</param>
    /// <param name="arguments">Its command line.</param>
    public WorkerProcess(string folder, string home, string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "marianne-worker.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MARIANNE_HOME"] = home;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until a file is there that a sheet writes.</summary>
    public async Task UntilAsync(string file, CancellationToken cancellationToken)
    {
        while (!File.Exists(file))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The worker ended before it wrote {file}: {await EndAsync(cancellationToken)}");
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Whether it would not hear a signal: who starts it may ignore some, as <c>nohup</c> does, and passes that on.</summary>
    public static bool Ignores(PosixSignal signal) =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (ulong.Parse(ignored["SigIgn:".Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, null)
            & 1UL << NumberOf(signal) - 1) != 0;

    /// <summary>Sends it a signal.</summary>
    public void Signal(PosixSignal signal) => Assert.Equal(0, Kill(_process.Id, NumberOf(signal)));

    /// <summary>Kills it, as kill -9 does.</summary>
    public void KillAtOnce() => _process.Kill();

    /// <summary>Waits for its end, which is never far.</summary>
    public async Task<WorkerResult> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return new WorkerResult(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    };

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
