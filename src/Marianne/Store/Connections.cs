using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Marianne.Jobs;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>The stores that runspaces are connected to.</summary>
internal static class Connections
{
    private static readonly ConditionalWeakTable<Runspace, MarianneStore> ByRunspace = [];
    private static readonly ConditionalWeakTable<Runspace, MarianneStore> Lent = [];
    private static readonly object Gate = new();
    private static volatile MarianneStore? _last;
    private static MarianneStore? _default;

    /// <summary>
    /// The store of cmdlets that do not specify one: the store that this runspace is connected to. A runspace without a
    /// connection uses the store that the process last connected to, so that <c>ForEach-Object -Parallel</c> uses the store
    /// of its caller. If there is none, it is the default one, which is created when something is written.
    /// </summary>
    public static MarianneStore Current
    {
        get
        {
            if (Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out MarianneStore? connected))
                return connected;
            return _last is { IsOpen: true } last ? last : Default(DefaultStores.Jobs);
        }
    }

    /// <summary>
    /// Connects this runspace to a store, and with it all runspaces without a connection. A connection that a script sheet makes
    /// applies only to that sheet.
    /// </summary>
    public static void Connect(MarianneStore store)
    {
        Runspace? runspace = Runspace.DefaultRunspace;
        if (runspace is not null)
            ByRunspace.AddOrUpdate(runspace, store);
        if (runspace is null || !Lent.TryGetValue(runspace, out _))
            _last = store;
    }

    /// <summary>Connects the runspace of a script sheet to the store of its job.</summary>
    public static void Lend(MarianneStore store, Runspace runspace)
    {
        Lent.AddOrUpdate(runspace, store);
        ByRunspace.AddOrUpdate(runspace, store);
    }

    /// <summary>Closes a store, and ends the connection of this runspace to it.</summary>
    public static ValueTask DisconnectAsync(MarianneStore store)
    {
        if (Runspace.DefaultRunspace is { } runspace
            && ByRunspace.TryGetValue(runspace, out MarianneStore? connected)
            && connected == store)
        {
            ByRunspace.Remove(runspace);
        }

        if (_last == store)
            _last = null;
        return store.CloseAsync();
    }

    /// <summary>
    /// Returns an open store of this runspace at a location, or <c>null</c>. The store of cmdlets that do not specify one is
    /// preferred.
    /// </summary>
    public static MarianneStore? Find(StoreLocation location) =>
        Current is { IsOpen: true } current && current.IsAt(location)
            ? current
            : SharedStore<IJobStore>.UsersOf(location).LastOrDefault(store => store.IsOpen && store.IsOfThisRunspace);

    private static MarianneStore Default(StoreLocation location)
    {
        lock (Gate)
        {
            if (_default is not { IsOpen: true } || !_default.IsAt(location))
                _default = new MarianneStore(location, DefaultStores.LearningOf(location), owner: null);
            return _default;
        }
    }
}
