using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;

namespace Marianne.Processes;

/// <summary>A command that runs in <c>/bin/sh</c>.</summary>
internal sealed class UnixCommandProcess : CommandProcess
{
    private const int LastStandardDescriptor = 2;

    private readonly AnonymousPipeServerStream _output;
    private readonly AnonymousPipeServerStream? _input;
    private readonly AnonymousPipeServerStream? _exitCode;
    private readonly ShellArguments _arguments;
    private readonly UnixChild _child;

    private UnixCommandProcess(ShellCommand command, IReadOnlyDictionary<string, string> environment, ProcessTag tag)
    {
        _arguments = new ShellArguments(command, tag);
        try
        {
            // Both outputs are one pipe, because the order of output in two pipes is unknown.
            _output = PipeFor(PipeDirection.In);
            var descriptors = new Dictionary<int, int> { [1] = ClientOf(_output), [2] = ClientOf(_output) };
            if (command.Input is not null)
            {
                _input = PipeFor(PipeDirection.Out);
                descriptors[0] = ClientOf(_input);
            }

            if (LostExitCodes.AreExpected)
            {
                _exitCode = PipeFor(PipeDirection.In);
                descriptors[LostExitCodes.Descriptor] = ClientOf(_exitCode);
            }

            var request = new SpawnRequest(_arguments.List(), environment, command.WorkingDirectory, descriptors);
            _child = UnixChild.Start(request);
            _output.DisposeLocalCopyOfClientHandle();
            _input?.DisposeLocalCopyOfClientHandle();
            _exitCode?.DisposeLocalCopyOfClientHandle();
            Exit = _exitCode is null ? LostExitCodes.WatchAsync(_child.Exit) : LostExitCodes.ReadAsync(_exitCode);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Id => _child.Id;

    /// <inheritdoc/>
    public override LinuxProcessInfo? Info => _child.Info;

    /// <inheritdoc/>
    public override Stream? Input => _input;

    /// <inheritdoc/>
    public override IReadOnlyList<Stream> Outputs => [_output];

    /// <inheritdoc/>
    public override Task<int?> Exit { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="environment">All environment variables of the command.</param>
    /// <param name="tag">The tag of the command.</param>
    /// <exception cref="Win32Exception">The command cannot be started.</exception>
    /// <exception cref="IOException">The system has no room for another pipe or file.</exception>
    public static UnixCommandProcess Start(
        ShellCommand command, IReadOnlyDictionary<string, string> environment, ProcessTag tag) =>
        new(command, environment, tag);

    /// <inheritdoc/>
    public override void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception
            or AggregateException)
        {
            // The process has ended meanwhile, or a child process belongs to another user.
        }

        _ = Libc.Kill(-Id, (int)LinuxSignal.Kill); // Its group also has the processes whose parent has ended.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        _input?.Dispose();
        _exitCode?.Dispose();
        _arguments.Dispose();
        if (_child is null)
            _output?.Dispose(); // Otherwise its reader reads it to its end.
    }

    /// <summary>
    /// Creates a pipe whose ends are no standard descriptors, which they would be in a process that has closed its own.
    /// </summary>
    private static AnonymousPipeServerStream PipeFor(PipeDirection direction)
    {
        List<AnonymousPipeServerStream> unusable = [];
        try
        {
            while (true)
            {
                var pipe = new AnonymousPipeServerStream(direction, HandleInheritability.None);
                if (Math.Min(ClientOf(pipe), (int)pipe.SafePipeHandle.DangerousGetHandle()) > LastStandardDescriptor)
                    return pipe;
                unusable.Add(pipe);
            }
        }
        finally
        {
            unusable.ForEach(pipe => pipe.Dispose());
        }
    }

    private static int ClientOf(AnonymousPipeServerStream pipe) => (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
}
