using System.ComponentModel;
using System.Diagnostics;
using Marianne.Instruments;

namespace Marianne.Processes;

/// <summary>A command that runs in <c>cmd</c> on Windows.</summary>
internal sealed class WindowsCommandProcess : CommandProcess
{
    private readonly Process _process;

    private WindowsCommandProcess(Process process)
    {
        _process = process;
        Exit = ExitAsync();
    }

    /// <inheritdoc/>
    public override int Id => _process.Id;

    /// <inheritdoc/>
    public override Stream Input => _process.StandardInput.BaseStream;

    /// <inheritdoc/>
    public override IReadOnlyList<Stream> Outputs =>
        [_process.StandardOutput.BaseStream, _process.StandardError.BaseStream];

    /// <inheritdoc/>
    public override Task<int?> Exit { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="environment">All environment variables of the command.</param>
    /// <exception cref="Win32Exception">The command cannot be started.</exception>
    public static WindowsCommandProcess Start(ShellCommand command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = command.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (command.Arguments is { } arguments)
        {
            start.FileName = ProgramFinder.Find(arguments[0], command.WorkingDirectory) ?? arguments[0];
            foreach (string argument in arguments.Skip(1))
                start.ArgumentList.Add(argument);
        }
        else
        {
            // With /s cmd removes the first and the last quote, and does not change the text between them.
            start.FileName = Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe";
            start.Arguments = $"/d /s /c \"{command.Text}\"";
        }

        start.Environment.Clear();
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new WindowsCommandProcess(Process.Start(start)!);
    }

    /// <inheritdoc/>
    public override void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The process has ended meanwhile, or a child process belongs to another user.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _process.Dispose();
    }

    private async Task<int?> ExitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }
}
