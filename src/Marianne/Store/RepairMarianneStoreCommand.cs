using System.Management.Automation;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>Checks a store for damage, and copies what can be read of it to a new store.</summary>
[Cmdlet(
    VerbsDiagnostic.Repair,
    "MarianneStore",
    SupportsShouldProcess = true,
    DefaultParameterSetName = StoreSet,
    HelpUri = HelpPage.Folder + "Repair-MarianneStore.md")]
[OutputType(typeof(StoreReport))]
public sealed class RepairMarianneStoreCommand : MarianneCmdlet
{
    private const string StoreSet = "Store";
    private const string PathSet = "Path";

    /// <summary>
    /// Specifies the path of a job store or of a learning store: an SQLite file or a folder of JSON files. The store does
    /// not have to be connected. Wildcards are not supported.
    /// </summary>
    /// <exception cref="MarianneException">
    /// StoreNotFound: there is no store at the path. NotAStore: it is not a store, or the list of its tables is lost.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// Specifies the connected store, as returned by <c>Connect-Marianne</c> or <c>Get-MarianneStore</c>, or its path. The
    /// default is the store of the session. Only its job store is repaired.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: the store is in memory or on a server. StoreNotFound: there is no store at the path.
    /// </exception>
    [Parameter(ValueFromPipeline = true, ParameterSetName = StoreSet)]
    [StorePath]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public MarianneStore? Store { get; set; }

    /// <summary>
    /// Specifies the path of the new store, at which nothing exists yet. A path that ends in <c>/</c> (or <c>\</c> on
    /// Windows) is a folder of JSON files; every other path is an SQLite file. By default, the store is only checked.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: something exists at the path, or a learning store is to be copied to a folder.
    /// </exception>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Store is { IsOwnedByCommand: true })
            Wait(Store.CloseAsync());
        base.Dispose(disposing);
    }

    private protected override void Process()
    {
        string path = ParameterSetName == PathSet
            ? FullPath(Path)
            : PathOf(Store ?? Connections.Current);

        if (Destination is null)
        {
            WriteObject(Wait(StorageAssembly.StoreRepairer.CheckAsync(path, StopToken)));
            return;
        }

        StoreLocation.CheckPath(Destination);
        StoreLocation destination = StoreLocation.Of(FullPath(Destination));
        StorageAssembly.StoreRepairer.CheckPlaces(path, destination);
        if (ShouldProcess($"{path} to {destination.Path}", "Copy what can be read"))
            WriteObject(Wait(StorageAssembly.StoreRepairer.CopyAsync(path, destination, StopToken)));
    }

    private static string PathOf(MarianneStore store) => store.Path ?? throw ConnectionErrors.NoFiles(store);
}
