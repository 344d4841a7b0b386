using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of changes that are written together, because they came while the files of their job were used.</summary>
public sealed class SharedWriteTests : JsonTestBase
{
    private readonly GatedProcesses _gated;
    private readonly JsonJobStore _store;

    public SharedWriteTests()
    {
        _gated = new GatedProcesses(Processes);
        _store = new JsonJobStore(Folder.Path, Time, _gated);
    }

    [Fact]
    public async Task Changes_that_come_while_another_one_is_made_share_its_write()
    {
        await SaveRunning();
        Task<SheetUpdateResult> first = await BeginAsync(1, Complete(1));
        Task<SheetUpdateResult>[] others = [Update(2, Complete(2)), Update(3, Complete(3))];
        Assert.DoesNotContain(others, task => task.IsCompleted);
        using var flushes = new FlushRecorder(Folder.Path, () => "");
        _gated.Open();
        SheetUpdateResult[] results = await Task.WhenAll([first, .. others]);

        Assert.Equal(2, flushes.Recorded.Count); // The new log of attempts and the job, once.
        Assert.Equal([1, 2, 3], results.Select(result => result.Attempt!.Id));
        Assert.Equal([1, 2, 3], results.Select(result => result.Sheet.Number));
        Assert.All(results, result => Assert.Equal(SheetStatus.Completed, result.Sheet.Status));
        Job job = (await Store.LoadAsync("nightly", Cancellation))!;
        Assert.Equal(new JobProgress(3, 4), job.Progress);
        Assert.Equal(3, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
    }

    [Fact]
    public async Task A_change_that_is_not_allowed_has_no_effect_and_those_beside_it_are_saved()
    {
        await SaveRunning();
        Task<SheetUpdateResult> first = await BeginAsync(1, Complete(1));
        Task<SheetUpdateResult> twice = Update(1, Complete(1));
        Task<SheetUpdateResult> last = Update(2, Complete(2));
        _gated.Open();

        await StoreAssert.Fails(MarianneError.InvalidTransition, () => twice);
        await Task.WhenAll(first, last);
        Assert.Equal(new JobProgress(2, 4), (await Store.LoadAsync("nightly", Cancellation))!.Progress);
        Assert.Equal(2, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
    }

    [Fact]
    public async Task None_of_the_attempts_is_recorded_if_the_job_was_not_saved()
    {
        await SaveRunning();
        byte[] before = await File.ReadAllBytesAsync(Folder["nightly.json"], Cancellation);
        Task<SheetUpdateResult> first = await BeginAsync(1, Complete(1));
        Task<SheetUpdateResult> second = Update(2, Complete(2));
        _gated.Open();
        await Task.WhenAll(first, second);

        await File.WriteAllBytesAsync(Folder["nightly.json"], before, Cancellation); // As if the process had been killed before the save.

        Assert.Equal(0, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
        SheetUpdateResult again = await Store.UpdateSheetAsync("nightly", 1, Complete(1), Cancellation);
        Assert.Equal(1, again.Attempt!.Id);
        Assert.Equal(1, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
    }

    [Fact]
    public async Task Files_that_cannot_be_written_are_an_error_of_each_change()
    {
        await SaveRunning();
        Task<SheetUpdateResult> first = await BeginAsync(1, Complete(1));
        Task<SheetUpdateResult> second = Update(2, Complete(2));
        Directory.CreateDirectory(Folder["nightly.saving"]); // It blocks every write of a file.
        _gated.Open();

        await Assert.ThrowsAsync<MarianneException>(() => first);
        await Assert.ThrowsAsync<MarianneException>(() => second);
        Assert.Equal(new JobProgress(0, 4), (await Store.LoadAsync("nightly", Cancellation))!.Progress);
        Directory.Delete(Folder["nightly.saving"]);
        await _store.UpdateSheetAsync("nightly", 2, Complete(2), Cancellation);
        Assert.Equal(1, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
    }

    [Fact]
    public async Task A_result_is_not_changed_by_those_after_it()
    {
        await SaveRunning();
        Task<SheetUpdateResult> first = await BeginAsync(1, new SheetUpdate.Measure { Measures = new SheetMeasures { Cost = 1 } });
        Task<SheetUpdateResult> second = Update(1, Complete(1));
        _gated.Open();
        await Task.WhenAll(first, second);

        Assert.Equal(SheetStatus.InProgress, (await first).Sheet.Status);
        Assert.Equal(SheetStatus.Completed, (await second).Sheet.Status);
    }

    private static SheetUpdate.Complete Complete(int number) => new(SheetResult.Empty)
    {
        Attempt = new Execution(0, "nightly", number, 1, null, "done", 0, null, DateTimeOffset.UnixEpoch),
    };

    /// <summary>Saves a job that runs, so that each change examines its process.</summary>
    private async Task SaveRunning()
    {
        await Store.SaveAsync(new Job("nightly", "Nightly", 4, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        for (int number = 1; number <= 4; number++)
            await Store.UpdateSheetAsync("nightly", number, new SheetUpdate.Start(Processes.Current), Cancellation);
    }

    /// <summary>Begins a change that has locked the job, and examines its process until the gate is opened.</summary>
    private async Task<Task<SheetUpdateResult>> BeginAsync(int number, SheetUpdate update)
    {
        _gated.Close();

        // On a thread of its own: it is blocked.
        Task<SheetUpdateResult> change = Task.Factory.StartNew(() => Update(number, update), TaskCreationOptions.LongRunning).Unwrap();
        await _gated.Entered.Task;
        return change;
    }

    private Task<SheetUpdateResult> Update(int number, SheetUpdate update) =>
        _store.UpdateSheetAsync("nightly", number, update, Cancellation).AsTask();

    private sealed class GatedProcesses(IProcessList inner) : IProcessList
    {
        private volatile Task _gate = Task.CompletedTask;
        private TaskCompletionSource _opened = new();

        public TaskCompletionSource Entered { get; } = new();

        public RunnerProcess Current => inner.Current;

        public string BootId => inner.BootId;

        public void Close() => _gate = (_opened = new TaskCompletionSource()).Task;

        public void Open() => _opened.SetResult();

        public ProcessState Examine(RunnerProcess process)
        {
            Entered.TrySetResult();
            _gate.Wait(Cancellation);
            return inner.Examine(process);
        }
    }
}
