using System.Diagnostics;
using System.Globalization;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Controls another process that uses the circuit breaker of a learning file.</summary>
internal sealed class CircuitProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts a process.</summary>
    /// <param name="path">The learning file.</param>
    /// <param name="ahead">How far its clock is ahead.</param>
    public CircuitProcess(string path, TimeSpan ahead = default)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Checkpointer.dll");
        string seconds = ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "circuit", path, seconds])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Sends a command and returns the answer.</summary>
    public async Task<string> Do(string order, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(order.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync(cancellationToken));
    }

    /// <summary>Kills the process.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends the process by closing its input.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }
}
