using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>Connects the session to a job store.</summary>
/// <remarks>The store becomes the default of this runspace, and of all runspaces without a connection.</remarks>
[Cmdlet(
    VerbsCommunications.Connect,
    "Marianne",
    SupportsShouldProcess = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Connect-Marianne.md")]
[OutputType(typeof(MarianneStore))]
public sealed class ConnectMarianneCommand : MarianneCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ServerSet = "ConnectionString";
    private const string MemorySet = "InMemory";

    /// <summary>
    /// Specifies the path of the SQLite file or of the folder of JSON files. An existing folder, or a path that ends in
    /// <c>/</c> (or <c>\</c> on Windows), is a folder of JSON files; every other path is an SQLite file. A relative
    /// path is resolved from the current location. Wildcards are not supported. The default is <c>state.db</c> in
    /// <c>$env:MARIANNE_HOME</c>, or in <c>~/.marianne</c> if that variable is not set; if <c>$env:MARIANNE_CONNECTION</c> is set, it
    /// is the server that it names.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// Specifies the path of the SQLite file or of the folder of JSON files, with the same meaning as <c>-Path</c>.
    /// Wildcards are not supported.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// Specifies the connection string of a PostgreSQL server, such as <c>Host=db.example.org;Database=jobs</c>. <c>Service=</c> names
    /// a service of <c>pg_service.conf</c>. Do not write a password into it: use <c>-Credential</c>, or a passfile.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it cannot be read. StoreAccessDenied: the server refuses the user. StoreNotFound: it has no such database.
    /// StoreReadOnly: it is a standby. StoreFailed: it cannot be reached.
    /// </exception>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Specifies the user and the password. The default is what the connection string names, with the password of the passfile
    /// (<c>~/.pgpass</c>, or the file that <c>$env:PGPASSFILE</c> names).
    /// </summary>
    [Parameter(ParameterSetName = ServerSet)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// Specifies the schema of the database that keeps the tables. It is created if it does not exist. The default is
    /// <c>marianne</c>.
    /// </summary>
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    /// <summary>
    /// Indicates that the cmdlet keeps the jobs in memory. Each call creates a new store, which is lost when it is
    /// disconnected or the process ends.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = MemorySet)]
    public SwitchParameter InMemory { get; set; }

    /// <summary>
    /// Specifies the SQLite file of the learning store that belongs to the store. The default is
    /// <c>global-learning.db</c> in <c>$env:MARIANNE_HOME</c>, or in <c>~/.marianne</c> if that variable is not set.
    /// With <c>-InMemory</c>, the default is memory, and with a server, that server.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LearningPath { get; set; }

    /// <summary>
    /// Indicates that the cmdlet fails with the error StoreNotFound if the store does not exist. By default, the cmdlet
    /// creates the store.
    /// </summary>
    [Parameter]
    public SwitchParameter MustExist { get; set; }

    /// <summary>
    /// Indicates that the cmdlet returns the store without changing the store of the session. Use the returned store
    /// with the parameters <c>-Store</c> and <c>-Destination</c> of other cmdlets.
    /// </summary>
    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    /// <summary>Returns the store. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // A script that continues after an error here would write to the wrong store.
    private protected override bool IsTerminating(MarianneException error) => true;

    private protected override void Process()
    {
        try
        {
            Connect();
        }
        catch (MarianneException error) when (!NoDefault && Connections.Current is { IsOpen: true } current)
        {
            throw ConnectionErrors.NotConnected(error, current);
        }
    }

    private void Connect()
    {
        StoreLocation location = Location();
        var store = new MarianneStore(location, Learning(location), Runspace.DefaultRunspace);
        string? missing = MissingFolder(location);
        if (!Open(store, location.Path ?? store.ConnectionString ?? "memory"))
            return;

        if (missing is not null)
        {
            WriteWarning(
                $"The folder '{missing}' did not exist, and was created for the new store. With -MustExist, only a store that exists "
                + "is opened.");
        }

        if (location.Kind == StoreKind.Sqlite && ForeignSqlite.Find() is { } library)
            WriteWarning(ForeignSqlite.Warning(library));

        if (!NoDefault)
            Connections.Connect(store);
        if (NoDefault || PassThru)
            WriteObject(store);
    }

    private StoreLocation Location() => ParameterSetName switch
    {
        MemorySet => new StoreLocation(StoreKind.Memory, null),
        ServerSet => StoreLocation.OfServer(new ServerConnection(
            ConnectionString!, Credential?.UserName, Credential?.GetNetworkCredential().Password, Schema)),
        LiteralPathSet => StoreLocation.Of(FullStorePath(LiteralPath!)),
        _ => Path is null ? DefaultStores.Jobs : StoreLocation.Of(FullStorePath(Path)),
    };

    /// <summary>Returns the folder in which a store was named that has to be created first, as a mistyped one has.</summary>
    private string? MissingFolder(StoreLocation location) =>
        (Path ?? LiteralPath) is not null && location.Path is { } path
        && System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } folder
        && !Directory.Exists(folder)
            ? folder
            : null;

    private string FullStorePath(string path)
    {
        StoreLocation.CheckPath(path);
        return FullPath(path);
    }

    private StoreLocation Learning(StoreLocation location) => LearningPath is { } path
        ? StoreLocation.OfLearning(FullStorePath(path))
        : DefaultStores.LearningOf(location);

    /// <summary>Opens a store, unless that is not confirmed. A store that is not opened is closed.</summary>
    private bool Open(MarianneStore store, string target)
    {
        bool isOpen = false;
        try
        {
            if (!ShouldProcess(target, "Connect", () => Check(store)))
                return false;

            Wait(store.Jobs.OpenAsync(MustExist, StopToken));
            if (LearningPath is not null)
                Wait(store.Learning.OpenAsync(MustExist, StopToken));
            return isOpen = true;
        }
        finally
        {
            if (!isOpen)
                Wait(store.CloseAsync());
        }
    }

    /// <summary>Throws if the store would be refused. A store that has to exist is not created.</summary>
    private void Check(MarianneStore store)
    {
        Check(store.Jobs);
        if (LearningPath is not null)
            Check(store.Learning);
    }

    private void Check(IStore store)
    {
        try
        {
            Wait(store.OpenAsync(mustExist: true, StopToken));
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreNotFound && !MustExist)
        {
            // It would be created.
        }
    }
}
