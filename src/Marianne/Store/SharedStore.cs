using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// The one store that all who connect to a place in this process share, so that sixteen runspaces do not open a file
/// sixteen times. It is closed when the last of them has left.
/// </summary>
internal sealed class SharedStore
{
    private static readonly Dictionary<StorePlace, SharedStore> Open = [];

    private readonly StorePlace _place;
    private readonly List<MarianneStore> _users = [];
    private readonly Lazy<IJobStore> _jobs;

    private SharedStore(StorePlace place)
    {
        _place = place;
        _jobs = new(() => StoreFactory.Create(place));
    }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The jobs; the storage assembly is loaded when they are asked for.</summary>
    public IJobStore Jobs => _jobs.Value;

    /// <summary>Joins those who share a place. A store in memory is shared with nobody.</summary>
    public static SharedStore Join(StorePlace place, MarianneStore user)
    {
        lock (Open)
        {
            if (!Open.TryGetValue(place, out SharedStore? shared))
            {
                shared = new SharedStore(place);
                if (place.Path is not null)
                    Open.Add(place, shared);
            }

            shared._users.Add(user);
            return shared;
        }
    }

    /// <summary>Leaves. A user whose runspace is gone cannot leave any more, and does not count.</summary>
    public async ValueTask LeaveAsync(MarianneStore user)
    {
        lock (Open)
        {
            _users.Remove(user);
            if (IsClosed || _users.Exists(other => !other.IsAbandoned))
                return;

            IsClosed = true;
            Open.Remove(_place);
        }

        if (_jobs.IsValueCreated)
            await _jobs.Value.DisposeAsync().ConfigureAwait(false);
    }
}
