namespace Marianne.Processes;

/// <summary>The pipes to and from a command.</summary>
internal sealed class CommandPipes : IDisposable
{
    private readonly CommandProcess _process;
    private readonly CancellationTokenSource _inputCancellation = new();
    private readonly CancellationTokenSource _outputCancellation = new();
    private readonly Task[] _readers;

    /// <summary>Initializes a new instance, and starts to read the output.</summary>
    /// <param name="process">The process of the command.</param>
    /// <param name="output">Receives the output.</param>
    public CommandPipes(CommandProcess process, CommandOutput output)
    {
        _process = process;
        _readers =
        [
            // On other threads: while a command writes faster than its output is read, no read has to wait, so none would return here.
            .. process.Outputs.Select(stream => Task.Run(() => output.ReadAsync(stream, CommandStarter.Encoding, _outputCancellation.Token))),
        ];
    }

    /// <summary>Starts to write the input of the command, and closes its standard input afterwards.</summary>
    /// <param name="input">The input, or <c>null</c> for none.</param>
    public void Write(string? input) => _ = WriteAsync(input ?? "");

    /// <summary>
    /// Waits until the command has exited. Throws if reading its output fails, because with full pipes it would never exit.
    /// </summary>
    /// <param name="exit">Completes when the command has exited.</param>
    public async Task UntilExitAsync(Task exit)
    {
        List<Task> watched = [exit, .. _readers];
        while (!exit.IsCompleted)
        {
            Task first = await Task.WhenAny(watched).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            watched.Remove(first);
        }
    }

    /// <summary>
    /// Reads the rest of the output of a command that has ended. A process that it left behind may keep the pipes open
    /// forever, so there is a timeout.
    /// </summary>
    /// <param name="timeout">The timeout.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isAbandoned">
    /// Indicates whether to close the pipes after the timeout. Otherwise they are read and the output is discarded as long as
    /// this process lives, so that a process that was left behind on purpose can continue to write.
    /// </param>
    public async Task DrainAsync(TimeSpan timeout, TimeProvider time, bool isAbandoned)
    {
        await _inputCancellation.CancelAsync().ConfigureAwait(false);
        var all = Task.WhenAll(_readers);
        try
        {
            await all.WaitAsync(timeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!all.IsFaulted)
        {
            if (isAbandoned)
                await _outputCancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputCancellation.Dispose();
        _outputCancellation.Dispose();
    }

    private async Task WriteAsync(string input)
    {
        if (_process.Input is not { } stream)
            return;

        try
        {
            await using (stream.ConfigureAwait(false))
                await stream.WriteAsync(CommandStarter.Encoding.GetBytes(input), _inputCancellation.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The command ended or closed its input before it had read all of it, which is not an error.
        }
    }
}
