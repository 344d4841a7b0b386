using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;

namespace Marianne.Torture;

/// <summary>A store of a round: where it is, and how this process and others open it.</summary>
internal sealed class StorePlace
{
    private readonly string? _connection;
    private readonly string _learning;

    private StorePlace(StoreKind kind, string path, string? connection, string learning)
    {
        Kind = kind;
        Path = path;
        _connection = connection;
        _learning = learning;
    }

    /// <summary>The kind of the store.</summary>
    public StoreKind Kind { get; }

    /// <summary>The path of a store in files; the name of the schema of one on a server.</summary>
    public string Path { get; }

    /// <summary>Indicates whether the store is there.</summary>
    public bool Exists => Kind == StoreKind.Postgres || File.Exists(Path) || Directory.Exists(Path);

    /// <summary>The PowerShell statement that connects to the store.</summary>
    public string Connect => Kind == StoreKind.Postgres ? "Connect-Marianne" : $"Connect-Marianne '{Path}'";

    /// <summary>Returns the place of a new store of a round.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="round">The round.</param>
    /// <param name="folder">The folder of a store in files. The default is that of the round.</param>
    public static StorePlace Of(StoreKind kind, Round round, string? folder = null)
    {
        if (kind == StoreKind.Postgres)
        {
            string schema = round.NewSchema();
            return new(kind, schema, TortureServer.Shared.ConnectionOf(schema), "");
        }

        return new(kind, System.IO.Path.Combine(folder ?? round.Folder, kind.FileName!), null, round.LearningPath);
    }

    /// <summary>Returns the place of a store in files.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="path">The path.</param>
    public static StorePlace At(StoreKind kind, string path) => new(kind, path, null, "");

    /// <summary>Opens the job store.</summary>
    public IJobStore Open() =>
        new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, _ => { }).Create(Location);

    /// <summary>Opens the learning store, or returns <c>null</c> if there is none yet.</summary>
    public ILearningStore? OpenLearning() => Kind == StoreKind.Postgres || File.Exists(_learning) ? CreateLearning() : null;

    /// <summary>Opens the learning store. It is created when it is written.</summary>
    public ILearningStore CreateLearning() => new LearningStoreFactory(TimeProvider.System, _ => { })
        .Create(Kind == StoreKind.Postgres ? Location : StoreLocation.OfLearning(_learning));

    /// <summary>Returns how to start the worker with this store.</summary>
    /// <param name="command">The command of the worker and its arguments.</param>
    public ProcessStartInfo Worker(params IEnumerable<string> command) =>
        With(Programs.Worker(_connection is null ? [.. command, "--store", Path] : command));

    /// <summary>Lets a process find the server, if the store is on one.</summary>
    /// <param name="start">How to start the process.</param>
    public ProcessStartInfo With(ProcessStartInfo start)
    {
        if (_connection is not null)
            start.Environment[DefaultStores.Variable] = _connection;
        return start;
    }

    private StoreLocation Location => _connection is null
        ? StoreLocation.Of(System.IO.Path.GetFullPath(Path))
        : StoreLocation.OfServer(new ServerConnection(_connection));
}
