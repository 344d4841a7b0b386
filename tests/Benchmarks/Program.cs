// Measures the stores, the runner and the module relative to the minimum work that they require, and compares the ratios with the
// targets. Prints a table, beside what was measured before, and writes artifacts/benchmarks.json. The package is measured if it was
// built. Without arguments, it measures everything. These arguments measure a part:
//   Save                  saves
//   Turns [Wait Load ...] the classes with benchmarks whose names start with one of the words; without a word, all of them
//   Run                   complete runs
//   Memory                the memory of lists
//   Postgres              stores on a server
//   Module [Script]       what PowerShell runs, or a part of it as Measure-Module.ps1 names it
// These measure something else, and print it:
//   Waits                 simulates learned waits, and compares their costs with those of other policies in artifacts/waits.json;
//                         options: --seeds 5, --incidents 10,50,200,1000, --quick, --edges
//   Claims [1 2 4 8]      how many sheets that many workers claim in a second on a server
//   Held [60]             how long claims take there while a transaction is held open for that many seconds
//   Items [1000 100000]   what an item costs in jobs of that many items; --json first: in a folder of JSON files
//   ItemClaims [1000 ...] how long a worker's claim of an item takes in jobs of that many items
//   Clearing [10000]      clears 99 % of that many jobs: how long ten other writers wait, and how small the file is afterwards
// Other arguments are passed to BenchmarkDotNet, such as --filter *Load*, which prints distributions and allocations.
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Marianne.Benchmarks;
using Marianne.Benchmarks.Waits;
using Marianne.Testing;

string root = RepositoryRoot();
string artifacts = Path.Combine(root, "artifacts");
return args switch
{
    [] or ["Save" or "Turns" or "Run" or "Memory" or "Postgres" or "Module", ..] => await MeasureTargetsAsync(),
    ["Waits", .. string[] options] => await WaitSimulation.RunAsync(WaitSimulationOptions.Parse(options), artifacts) ? 0 : 1,
    ["Claims", ..] => await OnServerAsync(connection => ClaimBenchmarks.RunAsync(connection, Numbers(1))),
    ["Held", ..] => await OnServerAsync(connection => HeldTransactionBenchmark.RunAsync(connection, TimeSpan.FromSeconds(Numbers(1, 60)[0]))),
    ["Items", "--json", ..] => await RunAsync(ItemBenchmarks.RunAsync(Numbers(2, 500, 1000, 1998), isJson: true)),
    ["Items", ..] => await RunAsync(ItemBenchmarks.RunAsync(Numbers(1, 1000, 100_000), isJson: false)),
    ["ItemClaims", ..] => await RunAsync(ItemClaimBenchmark.RunAsync(Numbers(1, 1000, 10_000, 100_000))),
    ["Clearing", ..] => await RunAsync(ClearingBenchmark.RunAsync(Numbers(1, 10_000)[0])),
    _ => ShowDistributions(),
};

async Task<int> MeasureTargetsAsync()
{
    Dictionary<string, double> times = new(Target.Limits);
    await AddAsync("Save", () => SaveBenchmarks.MeasureAsync(10, 1000, 10_000));
    foreach (Type type in BenchmarkClass.All.Where(IsChosen))
        await AddAsync("Turns", () => BenchmarkClass.MeasureAsync(type));
    await AddAsync("Run", RunBenchmarks.MeasureAsync);
    await AddAsync("Memory", ListMemory.MeasureAsync);
    await AddAsync("Postgres", MeasureServerAsync);
    await AddAsync("Module", () => ModuleBenchmarks.MeasureAsync(root, args.ElementAtOrDefault(1)));
    if (PackageBytes() is { } package)
        times.Add("Package.Bytes", package);
    return TargetTable.Report(times, Path.Combine(artifacts, "benchmarks.json")) ? 0 : 1;

    async Task AddAsync(string part, Func<Task<Dictionary<string, double>>> measure)
    {
        if (args is not [] && args[0] != part)
            return;
        foreach ((string name, double time) in await measure())
            times.Add(name, time);
    }
}

bool IsChosen(Type type) => args.Length < 2 || args[1..].Any(word => type.Name.StartsWith(word, StringComparison.Ordinal));

async Task<Dictionary<string, double>> MeasureServerAsync()
{
    PostgresServer server = await PostgresServer.GetAsync();
    if (server.WhyNone is null)
        return await PostgresBenchmarks.MeasureAsync(server.ConnectionString);

    Console.WriteLine($"PostgreSQL: {server.WhyNone}");
    return [];
}

double? PackageBytes()
{
    DirectoryInfo folder = new(Path.Combine(artifacts, "package"));
    return !folder.Exists
        ? null
        : folder.GetFiles("Marianne.*.nupkg").OrderByDescending(file => file.LastWriteTimeUtc).FirstOrDefault()?.Length;
}

// Its commits wait for the disk, unlike those of the server of the tests.
static async Task<int> OnServerAsync(Func<string, Task> measure)
{
    await using PostgresInstance? durable = PostgresServer.IsNamed ? null : await PostgresInstance.StartAsync("fsync=on", "max_connections=200");
    PostgresServer? shared = durable is null ? await PostgresServer.GetAsync() : null;
    if (shared?.WhyNone is { } reason)
    {
        Console.Error.WriteLine($"PostgreSQL: {reason}");
        return 1;
    }

    return await RunAsync(measure(durable?.ConnectionString ?? shared!.ConnectionString));
}

static async Task<int> RunAsync(Task measurement)
{
    await measurement;
    return 0;
}

int ShowDistributions()
{
    // In process, as the targets are measured.
    ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(20))
        .WithArtifactsPath(Path.Combine(artifacts, "benchmarks"))
        .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
    return BenchmarkSwitcher.FromAssembly(typeof(Target).Assembly).Run(args, config).Any() ? 0 : 1;
}

int[] Numbers(int first, params int[] defaults) =>
    args.Length == first ? defaults : [.. args[first..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

static string RepositoryRoot()
{
    DirectoryInfo? folder = new(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marianne.slnx")))
        folder = folder.Parent;
    return folder?.FullName ?? Directory.GetCurrentDirectory();
}
