namespace Marianne.Storage.Sqlite;

/// <summary>
/// The connections of a database that are open but not in use. Each keeps three files open, so only the databases that were used
/// last keep theirs: a process may connect to any number of stores.
/// </summary>
internal sealed class IdleSessions
{
    /// <summary>The maximum number of databases of this process that keep their connections.</summary>
    public const int MaximumDatabases = 16;

    /// <summary>The databases that have idle connections, the last used one first. They are not kept alive.</summary>
    private static readonly LinkedList<WeakReference<IdleSessions>> Recent = new();

    private readonly Stack<SqliteSession> _sessions = [];
    private readonly LinkedListNode<WeakReference<IdleSessions>> _place;

    /// <summary>Creates an instance without connections.</summary>
    public IdleSessions() => _place = new(new WeakReference<IdleSessions>(this));

    /// <summary>Indicates whether there is no connection.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_sessions)
                return _sessions.Count == 0;
        }
    }

    /// <summary>Takes a connection, or returns <c>null</c> if there is none.</summary>
    public SqliteSession? Take()
    {
        lock (_sessions)
            return _sessions.TryPop(out SqliteSession? session) ? session : null;
    }

    /// <summary>Adds a connection, and closes those of the database that was not used for the longest time.</summary>
    public void Add(SqliteSession session)
    {
        lock (_sessions)
            _sessions.Push(session);
        MoveToFront()?.Close();
    }

    /// <summary>Closes all connections.</summary>
    public void Close()
    {
        while (Take() is { } session)
            session.Dispose();
    }

    /// <summary>Records the use of this database. Returns the one that is now beyond the maximum.</summary>
    private IdleSessions? MoveToFront()
    {
        lock (Recent)
        {
            if (Recent.First == _place)
                return null;

            if (_place.List is null)
                RemoveCollected();
            else
                Recent.Remove(_place);
            Recent.AddFirst(_place);
            if (Recent.Count <= MaximumDatabases)
                return null;

            Recent.Last!.Value.TryGetTarget(out IdleSessions? oldest);
            Recent.RemoveLast();
            return oldest;
        }
    }

    private static void RemoveCollected()
    {
        for (LinkedListNode<WeakReference<IdleSessions>>? node = Recent.First; node is not null;)
        {
            LinkedListNode<WeakReference<IdleSessions>>? next = node.Next;
            if (!node.Value.TryGetTarget(out _))
                Recent.Remove(node);
            node = next;
        }
    }
}
