// Measures the stores, the runner and the module relative to the minimum work that they require, and compares the ratios with the
// targets. Prints a table, beside what was measured before, and writes artifacts/benchmarks.json. The package is measured if it was
// built. Without arguments, it measures everything. "Save" measures only saves, "Run" only complete runs, "Memory" only the memory
// of lists, "Postgres" only stores on a server, "Module" only what PowerShell runs, "Module Script" of that only script sheets. "Waits" simulates learned
// waits, prints how their costs compare with those of other policies, and writes artifacts/waits.json; its options are --seeds 5,
// --incidents 10,50,200,1000, --quick and --edges. "Claims" prints how many sheets 1, 2, 4 and 8 workers, or the given
// numbers of them, claim in a second on a server. "Held" prints how long claims take there while a transaction is held open, for 60
// seconds or the given number of them. "Items" prints what an item costs in jobs of 1,000 and 100,000 items, or of the given numbers of
// them, with --json in a folder of JSON files. "ItemClaims" prints how long a worker's claim of an item takes in jobs of 1,000, 10,000 and
// 100,000 items, or of the given numbers of them. "Clearing" clears 99 % of 10,000 jobs, or of the given number, and prints how long ten other writers wait meanwhile, and how small
// the file is afterwards. Other arguments are passed to BenchmarkDotNet, such as --filter *Load*.
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Marianne.Benchmarks;
using Marianne.Benchmarks.Waits;
using Marianne.Testing;

if (args is ["Waits", .. string[] options])
    return await WaitSimulation.RunAsync(WaitSimulationOptions.Parse(options), Path.Combine(RepositoryRoot(), "artifacts")) ? 0 : 1;
if (args is ["Items", .. string[] counts])
{
    bool isJson = counts is ["--json", ..];
    int[] items = [.. (isJson ? counts[1..] : counts).Select(Number)];
    await ItemBenchmarks.RunAsync(items is [] ? isJson ? [500, 1000, 1998] : [1000, 100_000] : items, isJson);
    return 0;
}

if (args is ["ItemClaims", .. string[] claimed])
{
    await ItemClaimBenchmark.RunAsync(claimed is [] ? [1000, 10_000, 100_000] : [.. claimed.Select(Number)]);
    return 0;
}

if (args is ["Clearing", .. string[] jobs])
{
    await ClearingBenchmark.RunAsync(jobs is [] ? 10_000 : Number(jobs[0]));
    return 0;
}

if (args is ["Claims" or "Held", .. string[] numbers])
{
    // Its commits wait for the disk, unlike those of the server of the tests.
    await using PostgresInstance? durable = PostgresServer.IsNamed ? null : await PostgresInstance.StartAsync("fsync=on", "max_connections=200");
    PostgresServer? shared = durable is null ? await PostgresServer.GetAsync() : null;
    if (shared?.WhyNone is { } reason)
    {
        Console.Error.WriteLine($"PostgreSQL: {reason}");
        return 1;
    }

    string connection = durable?.ConnectionString ?? shared!.ConnectionString;
    await (args is ["Claims", ..]
        ? ClaimBenchmarks.RunAsync(connection, [.. numbers.Select(Number)])
        : HeldTransactionBenchmark.RunAsync(connection, TimeSpan.FromSeconds(numbers is [] ? 60 : Number(numbers[0]))));
    return 0;
}

// In process: both values of a ratio must be measured in one process and on one file system.
ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(20))
    .WithArtifactsPath(Path.Combine(RepositoryRoot(), "artifacts", "benchmarks"))
    .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);

bool isSave = args is ["Save"];
bool isRun = args is ["Run"];
bool isServer = args is ["Postgres"];
bool isModule = args is ["Module", ..];
bool isMemory = args is ["Memory"];
Dictionary<string, double> times = isSave || args.Length == 0 ? await InterleavedTimer.MeasureSavesAsync(10, 1000, 10_000) : [];
if (isRun || args.Length == 0)
{
    foreach ((string name, double time) in await RunBenchmarks.MeasureAsync())
        times.Add(name, time);
}

if (isMemory || args.Length == 0)
{
    foreach ((string name, double bytes) in await ListMemory.MeasureAsync())
        times.Add(name, bytes);
}

if (isServer || args.Length == 0)
{
    PostgresServer server = await PostgresServer.GetAsync();
    Console.WriteLine(server.WhyNone is { } why ? $"PostgreSQL: {why}" : "");
    foreach ((string name, double time) in server.WhyNone is null ? await PostgresBenchmarks.MeasureAsync(server.ConnectionString) : [])
        times.Add(name, time);
}

if (isModule || args.Length == 0)
{
    foreach ((string name, double time) in await ModuleBenchmarks.MeasureAsync(RepositoryRoot(), args.ElementAtOrDefault(1)))
        times.Add(name, time);
}

if (!isSave && !isRun && !isServer && !isModule && !isMemory)
{
    string[] arguments = args.Length == 0 ? ["--filter", "*"] : args;
    IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(Target).Assembly).Run(arguments, config);
    foreach ((string name, double time) in TargetTable.TimesOf(summaries))
        times.Add(name, time);
}

if (PackageBytes(Path.Combine(RepositoryRoot(), "artifacts", "package")) is { } package)
    times.Add("Package.Bytes", package);
foreach ((string name, double limit) in Target.Limits)
    times.Add(name, limit);
return TargetTable.Report(times, Path.Combine(RepositoryRoot(), "artifacts", "benchmarks.json")) ? 0 : 1;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static double? PackageBytes(string folder) => !Directory.Exists(folder) ? null : new DirectoryInfo(folder)
    .GetFiles("Marianne.*.nupkg").OrderByDescending(file => file.LastWriteTimeUtc).FirstOrDefault()?.Length;

static string RepositoryRoot()
{
    DirectoryInfo? folder = new(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marianne.slnx")))
        folder = folder.Parent;
    return folder?.FullName ?? Directory.GetCurrentDirectory();
}
