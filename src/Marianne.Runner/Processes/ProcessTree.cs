namespace Marianne.Processes;

/// <summary>The process of a command and every process that it started.</summary>
internal sealed class ProcessTree
{
    private readonly CommandProcess _process;
    private readonly LinuxProcessTree? _members;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance for a process that has just been started.</summary>
    /// <param name="process">The process.</param>
    /// <param name="tag">The tag of the command.</param>
    /// <param name="time">The clock of the timeouts.</param>
    public ProcessTree(CommandProcess process, ProcessTag tag, TimeProvider time)
    {
        _process = process;
        _members = LinuxProcessInfo.AreOurs ? new LinuxProcessTree(process.Info, tag) : null;
        _time = time;
    }

    /// <summary>
    /// Ends all processes of the tree. On Linux they are first asked to end, and killed after a timeout. Returns a description
    /// of each process that is known to be still alive.
    /// </summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        IReadOnlyList<LinuxProcessInfo> left = [];
        if (_members is null)
            _process.Kill();
        else
            left = await _members.EndAsync(_time).ConfigureAwait(false);

        await Task.WhenAny(_process.Exit, Task.Delay(LinuxProcessTree.KillTimeout)).ConfigureAwait(false);
        return [.. left.Select(process => $"{process.Id.Pid} ({process.Name()})")];
    }

    /// <summary>Kills all processes of the tree at once, for the end of this process.</summary>
    public void Kill()
    {
        if (_members is null)
            _process.Kill();
        else
            _members.Kill();
    }
}
