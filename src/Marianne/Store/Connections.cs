using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>Which store a cmdlet uses when it is not told.</summary>
internal static class Connections
{
    private static readonly ConditionalWeakTable<Runspace, MarianneStore> ByRunspace = [];
    private static readonly ConditionalWeakTable<Runspace, MarianneStore> Lent = [];
    private static readonly object Gate = new();
    private static volatile MarianneStore? _last;
    private static MarianneStore? _default;

    /// <summary>
    /// The store that this runspace is connected to; else the one that the process connected to last, so that
    /// <c>ForEach-Object -Parallel</c> uses the store of its caller; else the default file, which is not made before
    /// something is written.
    /// </summary>
    public static MarianneStore Current
    {
        get
        {
            if (Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out MarianneStore? connected))
                return connected;
            return _last is { IsOpen: true } last ? last : Default(DefaultPaths.Jobs);
        }
    }

    /// <summary>
    /// Makes a store the runspace's, and that of the runspaces that have none; but what a script sheet connects to is its
    /// own.
    /// </summary>
    public static void Connect(MarianneStore store)
    {
        Runspace? runspace = Runspace.DefaultRunspace;
        if (runspace is not null)
            ByRunspace.AddOrUpdate(runspace, store);
        if (runspace is null || !Lent.TryGetValue(runspace, out _))
            _last = store;
    }

    /// <summary>Makes a store that of the runspace of a script sheet.</summary>
    public static void Lend(MarianneStore store, Runspace runspace)
    {
        Lent.AddOrUpdate(runspace, store);
        ByRunspace.AddOrUpdate(runspace, store);
    }

    /// <summary>Closes a store; the runspace has none then, if it was its.</summary>
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

    private static MarianneStore Default(string path)
    {
        lock (Gate)
        {
            if (_default is not { IsOpen: true } || _default.Path != path)
                _default = new MarianneStore(new StoreLocation(StoreKind.Sqlite, path), DefaultPaths.Learning, owner: null);
            return _default;
        }
    }
}
