// Completes a job sheet by sheet until the process is killed or the time is over, and writes each sheet that was saved.
// Usage: Checkpointer <database> <job id> <sheets> <seconds> [<checkpoints, after which it only waits>]
//    or: Checkpointer record <learning database> <times>
//    or: Checkpointer run <folder>
//    or: Checkpointer limited <folder> <number of the job> <schema of the learning store>
//    or: Checkpointer circuit <learning database> <seconds that the clock is ahead>
using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Sqlite;

if (args is ["record", string learning, string times])
{
    await Recorder.RunAsync(learning, int.Parse(times, CultureInfo.InvariantCulture));
    return;
}

if (args is ["run", string folder])
{
    await ScoreRunner.RunAsync(folder);
    return;
}

if (args is ["limited", string shared, string name, string schema])
{
    await LimitedRun.RunAsync(shared, name, schema);
    return;
}

if (args is ["circuit", string circuits, string ahead])
{
    await CircuitUser.RunAsync(circuits, TimeSpan.FromSeconds(double.Parse(ahead, CultureInfo.InvariantCulture)));
    return;
}

string path = args[0];
string id = args[1];
int sheets = int.Parse(args[2], CultureInfo.InvariantCulture);
var limit = TimeSpan.FromSeconds(double.Parse(args[3], CultureInfo.InvariantCulture));

SystemProcessList processes = SystemProcessList.Instance;
await using var store = new SqliteJobStore(path, TimeProvider.System, processes);
if (await store.LoadAsync(id, default) is null)
    await store.SaveAsync(new Job(id, id, sheets, DateTimeOffset.UtcNow), SaveMode.IfUnchanged, default);

int left = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : int.MaxValue;
var watch = Stopwatch.StartNew();
while (watch.Elapsed < limit && NextSheet.Of((await store.LoadAsync(id, default))!) is { } number)
{
    SheetUpdateResult mark = await store.UpdateSheetAsync(id, number, new SheetUpdate.Start(processes.Current), default);
    var execution = new Execution(0, id, number, mark.Sheet.AttemptCount, null, "done", 0, null, DateTimeOffset.UtcNow);
    await store.RecordExecutionsAsync([execution], default);
    await store.UpdateSheetAsync(id, number, new SheetUpdate.Complete(SheetResult.Empty), default);

    Job job = (await store.LoadAsync(id, default))!;
    job.Description = $"{number} acknowledged";
    await store.SaveAsync(job, SaveMode.IfUnchanged, default);
    Console.WriteLine(number);
    if (--left == 0)
        await Task.Delay(limit);
}
