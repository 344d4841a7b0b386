using Marianne.Jobs;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>
/// A store that all connections of this process to one location share, so that a file is opened once. It is closed when its last
/// user leaves. Users are not kept alive: one that nothing refers to any more does not count, and a store without users is
/// collected with its open files.
/// </summary>
/// <typeparam name="TStore">The type of the store: a job store or a learning store.</typeparam>
internal sealed class SharedStore<TStore>
    where TStore : class, IAsyncDisposable
{
    private static readonly Dictionary<StoreLocation, WeakReference<SharedStore<TStore>>> Open = [];

    private readonly StoreLocation _location;
    private readonly List<WeakReference<MarianneStore>> _users = [];
    private readonly Lazy<TStore> _store;

    private SharedStore(StoreLocation location, Func<StoreLocation, TStore> create)
    {
        _location = location;
        _store = new(() => create(location));
    }

    /// <summary>Indicates whether the store was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The store. It is created on first use.</summary>
    public TStore Store => _store.Value;

    /// <summary>Adds a user to the shared store of a location. A store in memory is always a new one.</summary>
    /// <param name="location">The location.</param>
    /// <param name="user">The user.</param>
    /// <param name="create">Creates the store on first use.</param>
    public static SharedStore<TStore> Join(StoreLocation location, MarianneStore user, Func<StoreLocation, TStore> create)
    {
        lock (Open)
        {
            if (!Open.TryGetValue(location, out WeakReference<SharedStore<TStore>>? known)
                || !known.TryGetTarget(out SharedStore<TStore>? shared))
            {
                RemoveCollected();
                shared = new SharedStore<TStore>(location, create);
                if (location.Kind != StoreKind.Memory)
                    Open[location] = new(shared);
            }

            return shared.Share(user);
        }
    }

    /// <summary>Adds a user to this store, which may be in memory.</summary>
    public SharedStore<TStore> Share(MarianneStore user)
    {
        lock (Open)
            _users.Add(new(user));
        return this;
    }

    /// <summary>Removes a user, and closes the store after the last one. Users whose runspace is closed do not count.</summary>
    public async ValueTask LeaveAsync(MarianneStore user)
    {
        lock (Open)
        {
            _users.RemoveAll(other => !other.TryGetTarget(out MarianneStore? target) || target == user);
            if (IsClosed || _users.Exists(other => other.TryGetTarget(out MarianneStore? target) && !target.IsAbandoned))
                return;

            IsClosed = true;
            if (Open.TryGetValue(_location, out WeakReference<SharedStore<TStore>>? known)
                && known.TryGetTarget(out SharedStore<TStore>? shared)
                && shared == this)
            {
                Open.Remove(_location);
            }
        }

        if (!_store.IsValueCreated)
            return;

        try
        {
            if (_store.Value is IJobStore jobs)
                await new SessionCheckpoints(jobs).WithdrawAsync().ConfigureAwait(false);
        }
        finally
        {
            await _store.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Returns the users of the store at a location, in the order in which they joined it.</summary>
    public static IReadOnlyList<MarianneStore> UsersOf(StoreLocation location)
    {
        lock (Open)
        {
            if (!Open.TryGetValue(location, out WeakReference<SharedStore<TStore>>? known)
                || !known.TryGetTarget(out SharedStore<TStore>? shared))
            {
                return [];
            }

            var users = new List<MarianneStore>();
            foreach (WeakReference<MarianneStore> user in shared._users)
            {
                if (user.TryGetTarget(out MarianneStore? target))
                    users.Add(target);
            }

            return users;
        }
    }

    private static void RemoveCollected()
    {
        foreach ((StoreLocation location, WeakReference<SharedStore<TStore>> known) in Open)
        {
            if (!known.TryGetTarget(out _))
                Open.Remove(location);
        }
    }
}
