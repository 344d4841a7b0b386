using System.Management.Automation.Runspaces;
using Marianne.Commands;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Stores;

namespace Marianne;

/// <summary>
/// A place where jobs live, and what was learned from them, as <c>Connect-Marianne</c> gives it: for <c>-Store</c> and <c>-Destination</c>.
/// </summary>
public sealed class MarianneStore
{
    private readonly StoreLocation _place;
    private readonly SharedStore<IJobStore> _jobs;
    private readonly SharedStore<ILearningStore> _learning;
    private readonly WeakReference<Runspace>? _owner;
    private volatile bool _isClosed;

    internal MarianneStore(StoreLocation place, string? learningPath, Runspace? owner)
    {
        _place = place;
        LearningPath = learningPath;
        _owner = owner is null ? null : new WeakReference<Runspace>(owner);
        _jobs = SharedStore<IJobStore>.Join(place, this, StoreFactory.CreateJobs);
        _learning = SharedStore<ILearningStore>.Join(StoreLocation.OfLearning(learningPath), this, StoreFactory.CreateLearning);
    }

    private MarianneStore(MarianneStore other)
    {
        _place = other._place;
        LearningPath = other.LearningPath;
        _jobs = other._jobs.Share(this);
        _learning = other._learning.Share(this);
    }

    /// <summary>What kind of store it is: <c>SQLite</c>, <c>JSON</c> or <c>Memory</c>.</summary>
    public string Kind => _place.Kind switch
    {
        StoreKind.Sqlite => "SQLite",
        StoreKind.Json => "JSON",
        _ => "Memory",
    };

    /// <summary>The full path of its file or folder; nothing for one in memory.</summary>
    public string? Path => _place.Path;

    /// <summary>How its server is reached, the password hidden; nothing for a store that has no server.</summary>
    public string? ConnectionString { get; }

    /// <summary>The full path of the file of what was learned, which goes with it; nothing when that is in memory.</summary>
    public string? LearningPath { get; }

    /// <summary>Whether it can be used: it was not closed by <c>Disconnect-Marianne</c>.</summary>
    public bool IsOpen => !_isClosed && !_jobs.IsClosed && !_learning.IsClosed;

    /// <summary>Its jobs.</summary>
    /// <exception cref="MarianneException">It was closed.</exception>
    internal IJobStore Jobs => IsOpen ? _jobs.Store : throw ConnectionErrors.Closed(this);

    /// <summary>What was learned.</summary>
    /// <exception cref="MarianneException">It was closed.</exception>
    internal ILearningStore Learning => IsOpen ? _learning.Store : throw ConnectionErrors.Closed(this);

    /// <summary>Whether nobody can close it any more: the runspace that connected to it is gone.</summary>
    internal bool IsAbandoned => _owner is not null
        && !(_owner.TryGetTarget(out Runspace? owner) && owner.RunspaceStateInfo.State == RunspaceState.Opened);

    /// <summary>The same store for another use, which ends when that is closed: whoever closes this one does not end it.</summary>
    internal MarianneStore Share() => new(this);

    /// <summary>Closes it. Others of this process that are connected to the same place go on.</summary>
    internal async ValueTask CloseAsync()
    {
        _isClosed = true;
        await _jobs.LeaveAsync(this).ConfigureAwait(false);
        await _learning.LeaveAsync(this).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => Path is null ? Kind : $"{Kind} {Path}";
}
