using Marianne.Files;

namespace Marianne.Testing;

/// <summary>Records which folders are flushed, and a state at the time of each flush.</summary>
public sealed class FlushRecorder : IDisposable
{
    private readonly string _root;
    private readonly Func<string> _state;
    private readonly List<(string Folder, string State)> _recorded = [];

    /// <param name="root">The folder whose flushes are recorded, with those of the folders in it.</param>
    /// <param name="state">Returns the state to record.</param>
    public FlushRecorder(string root, Func<string> state)
    {
        _root = root;
        _state = state;
        DurableFolder.Flushed += Record;
    }

    public IReadOnlyList<(string Folder, string State)> Recorded => _recorded;

    public void Clear() => _recorded.Clear();

    public void Dispose() => DurableFolder.Flushed -= Record;

    // Tests that run at the same time flush other folders.
    private void Record(string folder)
    {
        if (folder.StartsWith(_root, StringComparison.Ordinal))
            _recorded.Add((folder, _state()));
    }
}
