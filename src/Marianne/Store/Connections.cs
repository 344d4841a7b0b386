using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>Which store a cmdlet uses when it is not told.</summary>
internal static class Connections
{
    private static readonly ConditionalWeakTable<Runspace, MarianneStore> ByRunspace = [];
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
            return _last is { IsOpen: true } last ? last : Default(DefaultFiles.Jobs);
        }
    }

    /// <summary>Makes a store the runspace's, and that of the runspaces that have none.</summary>
    public static void Connect(MarianneStore store)
    {
        if (Runspace.DefaultRunspace is { } runspace)
            ByRunspace.AddOrUpdate(runspace, store);
        _last = store;
    }

    /// <summary>Makes a store that of a runspace which is ours, and nobody else's.</summary>
    public static void Lend(MarianneStore store, Runspace runspace) => ByRunspace.AddOrUpdate(runspace, store);

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
                _default = new MarianneStore(new StorePlace(StoreKind.Sqlite, path), DefaultFiles.Learning, owner: null);
            return _default;
        }
    }
}
