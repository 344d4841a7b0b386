using System.Diagnostics;

namespace Marianne.Processes;

/// <summary>The pipes to and from a command.</summary>
internal sealed class CommandPipes : IDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _given = new();
    private readonly CancellationTokenSource _taken = new();
    private readonly Task[] _readers;

    /// <summary>Begins to read.</summary>
    public CommandPipes(Process process, CommandOutput output)
    {
        _process = process;
        _readers =
        [
            .. new[] { process.StandardOutput, process.StandardError }
                .Select(reader => output.ReadAsync(reader.BaseStream, CommandStarter.Encoding, _taken.Token)),
        ];
    }

    /// <summary>Gives the command its input and ends it, at the pace at which it takes it.</summary>
    public void Write(string? input) => _ = WriteAsync(input ?? "");

    /// <summary>Waits until the command has exited. It fails when reading fails: with full pipes it would never exit.</summary>
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
    /// Reads what a command that has ended left in the pipes. A process that it left behind may hold them open for ever, so
    /// this takes no longer than a grace.
    /// </summary>
    /// <param name="grace">The grace.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isAbandoned">
    /// Whether the pipes are then closed. Otherwise what still comes is read and forgotten, for as long as this process
    /// lives, so that what was left behind on purpose does not die of its next line.
    /// </param>
    public async Task DrainAsync(TimeSpan grace, TimeProvider time, bool isAbandoned)
    {
        await _given.CancelAsync().ConfigureAwait(false);
        var all = Task.WhenAll(_readers);
        try
        {
            await all.WaitAsync(grace, time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!all.IsFaulted)
        {
            if (isAbandoned)
                await _taken.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _given.Dispose();
        _taken.Dispose();
    }

    private async Task WriteAsync(string input)
    {
        Stream stream = _process.StandardInput.BaseStream;
        try
        {
            await using (stream.ConfigureAwait(false))
                await stream.WriteAsync(CommandStarter.Encoding.GetBytes(input), _given.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The command ended, or closed its input, before it had read all: that is its own affair.
        }
    }
}
