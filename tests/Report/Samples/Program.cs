using System.Diagnostics;
using System.Globalization;
using Marianne.History;
using Marianne.Reports;
using Marianne.ReportSamples;

// Usage: ReportSamples <folder>. Writes the reports that the tests of the page open. The same choices are made each time.
// ReportSamples <folder> large.db writes only the store of the largest report, of which Measure-Export.ps1 makes it, and
// ReportSamples <folder> items.db that of a running job with 10,000 items, which Measure-Watch.ps1 watches.
string folder = Directory.CreateDirectory(args[0]).FullName;
if (args.Length > 1)
{
    string path = Path.Combine(folder, args[1]);
    await using Sample stored = args[1] == "items.db" ? new WatchedSample(path) : new LargeSample(path);
    await stored.CreateAsync();
    return;
}

await using (var nightly = new NightlySample())
{
    await nightly.CreateAsync();
    await WriteAsync("nightly", nightly, new ReportOptions());
    ReportFile.Write(Path.Combine(folder, "nightly.json"), await nightly.ReadAsync(new ReportOptions()), ReportFormat.Json);
    ReportFile.Write(Path.Combine(folder, "nightly.md"), await nightly.ReadAsync(new ReportOptions()), ReportFormat.Markdown);
}

await using (var large = new LargeSample())
{
    await large.CreateAsync();
    await WriteAsync("large", large, new ReportOptions());
}

await using (var items = new ItemsSample())
{
    await items.CreateAsync();
    await WriteAsync("items", items, new ReportOptions());
    ReportFile.Write(Path.Combine(folder, "items.md"), await items.ReadAsync(new ReportOptions()), ReportFormat.Markdown);
}

await using (var pipeline = new PipelineSample())
{
    await pipeline.CreateAsync();
    await WriteAsync("pipeline", pipeline, new ReportOptions());
}

await using (var running = new RunningSample())
{
    await running.CreateAsync();
    await WriteAsync("running", running, new ReportOptions { IsWatched = true });
}

ReportFile.Write(Path.Combine(folder, "empty.html"), new Report(), ReportFormat.Html);
ExecutionHistoryFile.Write(
    Path.Combine(folder, "history.html"),
    HistorySample.Create(),
    HistoryFormat.Html,
    force: false,
    noClobber: false,
    CancellationToken.None);

async Task WriteAsync(string name, Sample sample, ReportOptions options)
{
    GC.Collect();
    long before = GC.GetTotalMemory(forceFullCollection: true);
    var watch = Stopwatch.StartNew();
    Report report = await sample.ReadAsync(options);
    string path = Path.Combine(folder, $"{name}.html");
    ReportFile.Write(path, report, ReportFormat.Html);
    watch.Stop();
    long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {watch.ElapsedMilliseconds} ms, {new FileInfo(path).Length / 1024} KB, {kept >> 20} MB of memory for the report"));
}
