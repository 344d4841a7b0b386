using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>
/// The one store that all who connect to a place in this process share, so that sixteen runspaces do not open a file
/// sixteen times. It is closed when the last of them has left.
/// </summary>
/// <typeparam name="TStore">What the place holds: jobs, or what was learned.</typeparam>
internal sealed class SharedStore<TStore>
    where TStore : class, IAsyncDisposable
{
    private static readonly Dictionary<StoreLocation, SharedStore<TStore>> Open = [];

    private readonly StoreLocation _place;
    private readonly List<MarianneStore> _users = [];
    private readonly Lazy<TStore> _store;

    private SharedStore(StoreLocation place, Func<StoreLocation, TStore> create)
    {
        _place = place;
        _store = new(() => create(place));
    }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The store itself; the storage assembly is loaded when it is asked for.</summary>
    public TStore Store => _store.Value;

    /// <summary>Joins those who share a place. A store in memory is shared with nobody.</summary>
    /// <param name="place">The place.</param>
    /// <param name="user">Who joins.</param>
    /// <param name="create">Makes the store when it is asked for first.</param>
    public static SharedStore<TStore> Join(StoreLocation place, MarianneStore user, Func<StoreLocation, TStore> create)
    {
        lock (Open)
        {
            if (!Open.TryGetValue(place, out SharedStore<TStore>? shared))
            {
                shared = new SharedStore<TStore>(place, create);
                if (place.Path is not null)
                    Open.Add(place, shared);
            }

            return shared.Share(user);
        }
    }

    /// <summary>Joins those who share this one, also when it is in memory.</summary>
    public SharedStore<TStore> Share(MarianneStore user)
    {
        lock (Open)
            _users.Add(user);
        return this;
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

        if (_store.IsValueCreated)
            await _store.Value.DisposeAsync().ConfigureAwait(false);
    }
}
