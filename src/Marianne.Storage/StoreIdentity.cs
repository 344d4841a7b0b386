using Marianne.Files;

namespace Marianne.Storage;

/// <summary>
/// The identity of a store's file or folder since it was first seen. A store must not continue with another one under the same
/// path: what this process knows of it would be wrong, and what it writes could be lost.
/// </summary>
/// <param name="path">The full path.</param>
internal sealed class StoreIdentity(string path)
{
    private readonly object _gate = new();
    private FileIdentity? _known;

    /// <summary>Indicates whether the file or folder was seen before.</summary>
    public bool IsKnown
    {
        get
        {
            lock (_gate)
                return _known is not null;
        }
    }

    /// <summary>Determines whether the file or folder exists.</summary>
    /// <exception cref="MarianneException">
    /// It was seen before, and was removed or replaced since, or this account may not look.
    /// </exception>
    public bool Check()
    {
        FileIdentity? now = Identify();
        lock (_gate)
        {
            if (now is not { } current)
                return _known is null ? false : throw StoreErrors.Removed(path);

            _known ??= current;
            return current.DiffersFrom(_known.Value) ? throw StoreErrors.Replaced(path) : true;
        }
    }

    /// <summary>
    /// Accepts the file or folder that is there now, if there is one. Returns <c>true</c> if it is not the one that was seen
    /// before.
    /// </summary>
    /// <exception cref="MarianneException">This account may not look.</exception>
    public bool Reset()
    {
        FileIdentity? now = Identify();
        lock (_gate)
        {
            bool isOther = _known is { } known && (now is not { } current || current.DiffersFrom(known));
            _known = now;
            return isOther;
        }
    }

    // A store that is hidden from this account must not look like one that does not exist.
    private FileIdentity? Identify()
    {
        try
        {
            return FileIdentity.Of(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw StoreErrors.AccessDenied(path, error.Message);
        }
    }
}
