using System.Management.Automation.Runspaces;
using Marianne.Commands;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Stores;

namespace Marianne;

/// <summary>
/// A connection to a job store and its learning store, as returned by <c>Connect-Marianne</c>, for the parameters <c>-Store</c>
/// and <c>-Destination</c>.
/// </summary>
public sealed class MarianneStore
{
    private readonly StoreLocation _location;
    private readonly SharedStore<IJobStore> _jobs;
    private readonly SharedStore<ILearningStore> _learning;
    private readonly WeakReference<Runspace>? _owner;
    private volatile bool _isClosed;

    internal MarianneStore(StoreLocation location, StoreLocation learning, Runspace? owner)
    {
        _location = location;
        LearningPath = learning.Path;
        _owner = owner is null ? null : new WeakReference<Runspace>(owner);
        _jobs = SharedStore<IJobStore>.Join(location, this, at => StorageAssembly.JobStores.Create(at));
        _learning = SharedStore<ILearningStore>.Join(
            learning, this, at => StorageAssembly.LearningStores.Create(at));
    }

    private MarianneStore(MarianneStore other)
    {
        _location = other._location;
        LearningPath = other.LearningPath;
        _jobs = other._jobs.Share(this);
        _learning = other._learning.Share(this);
    }

    /// <summary>The kind of the store: <c>SQLite</c>, <c>JSON</c>, <c>PostgreSQL</c> or <c>Memory</c>.</summary>
    public string Kind => _location.Kind switch
    {
        StoreKind.Sqlite => "SQLite",
        StoreKind.Json => "JSON",
        StoreKind.Postgres => "PostgreSQL",
        _ => "Memory",
    };

    /// <summary>The full path of the file or folder, or <c>null</c> for a store in memory or on a server.</summary>
    public string? Path => _location.Path;

    /// <summary>
    /// The host, the port, the database and the schema as a connection string, without the user and the password, or <c>null</c> for
    /// a store without a server.
    /// </summary>
    public string? ConnectionString => _location.Server is null || !IsOpen ? null : _jobs.Store.Location;

    /// <summary>
    /// The full path of the file of the learning store, or <c>null</c> if it is in memory or on the server of the jobs.
    /// </summary>
    public string? LearningPath { get; }

    /// <summary>Indicates whether the store can be used: it was not closed by <c>Disconnect-Marianne</c>.</summary>
    public bool IsOpen => !_isClosed && !_jobs.IsClosed && !_learning.IsClosed;

    /// <summary>
    /// Indicates whether the job store exists and can only be read: because of its rights, its owner or its disk.
    /// </summary>
    public bool IsReadOnly => IsOpen && _jobs.Store.IsReadOnly;

    /// <summary>The job store.</summary>
    /// <exception cref="MarianneException">StoreClosed: it was closed.</exception>
    internal IJobStore Jobs => IsOpen ? _jobs.Store : throw ConnectionErrors.Closed(this);

    /// <summary>The learning store.</summary>
    /// <exception cref="MarianneException">StoreClosed: it was closed.</exception>
    internal ILearningStore Learning => IsOpen ? _learning.Store : throw ConnectionErrors.Closed(this);

    /// <summary>Indicates whether the store was opened for one command, which closes it.</summary>
    internal bool IsOwnedByCommand { get; init; }

    /// <summary>
    /// Indicates whether the runspace that connected to the store was closed, so that it cannot be disconnected any more.
    /// </summary>
    internal bool IsAbandoned => _owner is not null
        && !(_owner.TryGetTarget(out Runspace? owner) && owner.RunspaceStateInfo.State == RunspaceState.Opened);

    /// <summary>Indicates whether this runspace connected to the store.</summary>
    internal bool IsOfThisRunspace =>
        _owner is not null && _owner.TryGetTarget(out Runspace? owner) && owner == Runspace.DefaultRunspace;

    /// <summary>Determines whether the store is at a location.</summary>
    internal bool IsAt(StoreLocation location) => _location == location;

    /// <summary>Returns another connection to the same store. Closing this one does not close the other.</summary>
    internal MarianneStore Share() => new(this);

    /// <summary>Closes the connection. Other connections of this process to the same location remain open.</summary>
    internal async ValueTask CloseAsync()
    {
        _isClosed = true;
        try
        {
            await _jobs.LeaveAsync(this).ConfigureAwait(false);
        }
        finally
        {
            await _learning.LeaveAsync(this).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => (Path ?? ConnectionString) is { } place ? $"{Kind} {place}" : Kind;
}
