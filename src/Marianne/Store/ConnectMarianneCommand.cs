using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>
/// <para>Connects the session to a store of jobs, and makes the store when it does not exist.</para>
/// <para>The store is the default of this runspace from then on, and of runspaces that have none.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Marianne", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MarianneStore))]
public sealed class ConnectMarianneCommand : MarianneCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ServerSet = "ConnectionString";
    private const string MemorySet = "InMemory";

    /// <summary>
    /// The SQLite file, or the folder of JSON files: a folder that exists, or a path that ends in a separator. It is
    /// taken as it is, without wildcards. Default: <c>~/.marianne/state.db</c>, or <c>state.db</c> in
    /// <c>$env:MARIANNE_HOME</c>.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The same, for the pipeline: the path of a file or folder object.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The connection string of a PostgreSQL server. Not supported by this version.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    /// <summary>Keeps the jobs in memory, for as long as the process lives.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MemorySet)]
    public SwitchParameter InMemory { get; set; }

    /// <summary>
    /// The SQLite file of what is learned. Default: <c>global-learning.db</c> in <c>~/.marianne</c> or in
    /// <c>$env:MARIANNE_HOME</c>, made when something is learned first; with InMemory, memory.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LearningPath { get; set; }

    /// <summary>Fails with StoreNotFound instead of making a store that does not exist.</summary>
    [Parameter]
    public SwitchParameter MustExist { get; set; }

    /// <summary>Writes the store for <c>-Store</c> and <c>-Destination</c>, and leaves the session's default as it is.</summary>
    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    /// <summary>Writes the store.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // A script that went on after this would write into the wrong store.
    private protected override bool IsFatal(MarianneException error) => true;

    private protected override void Process()
    {
        StoreLocation place = Place();
        if (!ShouldProcess(place.Path ?? "memory", "Connect"))
            return;

        var store = new MarianneStore(place, LearningFile(place), Runspace.DefaultRunspace);
        Open(store);
        if (place.Kind == StoreKind.Sqlite && ForeignSqlite.Find() is { } library)
            WriteWarning(ForeignSqlite.Warning(library));

        if (!NoDefault)
            Connections.Connect(store);
        if (NoDefault || PassThru)
            WriteObject(store);
    }

    private StoreLocation Place() => ParameterSetName switch
    {
        MemorySet => new StoreLocation(StoreKind.Memory, null),
        ServerSet => throw ConnectionErrors.NoPostgres(),
        LiteralPathSet => StoreLocation.Of(FullPath(LiteralPath!)),
        _ => StoreLocation.Of(Path is null ? DefaultPaths.Jobs : FullPath(Path)),
    };

    private string? LearningFile(StoreLocation place) => LearningPath is { } path
        ? FullPath(path)
        : place.Kind == StoreKind.Memory ? null : DefaultPaths.Learning;

    private void Open(MarianneStore store)
    {
        bool isOpen = false;
        try
        {
            Wait(store.Jobs.OpenAsync(MustExist, StopToken));
            if (LearningPath is not null)
                Wait(store.Learning.OpenAsync(MustExist, StopToken));
            isOpen = true;
        }
        finally
        {
            if (!isOpen)
                Wait(store.CloseAsync());
        }
    }
}
