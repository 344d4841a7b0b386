using System.Text.RegularExpressions;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Marianne.Watching;
using Xunit;

namespace Marianne.Runner.Tests.Watching;

/// <summary>What a person sees who watches jobs, and what the keys do.</summary>
public sealed class JobWatchTests : RunnerTestBase
{
    /// <summary>Ends a test whose screen never matches. Frames are drawn as fast as the machine can.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly FakeConsole _console = new();
    private readonly List<(string Id, JobUpdate Update)> _updates = [];

    [Fact]
    public async Task The_list_shows_all_jobs_and_Enter_opens_one()
    {
        await SaveAsync("first", ScoreOf(2));
        await SaveAsync("second", ScoreOf(4, "other"));
        await Jobs.UpdateSheetAsync("second", 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);

        await WatchAsync(
            null,
            "second .* Pending|Running .* 25 %",
            () =>
            {
                Assert.StartsWith(" 2 jobs", _console.Screen[0], StringComparison.Ordinal);
                Assert.EndsWith(" Updated", _console.Screen[1], StringComparison.Ordinal);
                Assert.Matches("^> second ", _console.Screen[2]);
                Assert.Matches("^  first ", _console.Screen[3]);
                _console.Press(ConsoleKey.DownArrow, ConsoleKey.Enter);
            },
            "^ first  Pending",
            () =>
            {
                Assert.Matches("^ 0/2 0 % ", _console.Screen[1]);
                Assert.Matches("^>  1 .* pending", _console.Screen[4]);
                _console.Press(ConsoleKey.Escape);
            },
            "^ 2 jobs",
            () => _console.Type("q"));
    }

    [Fact]
    public async Task A_sheet_that_waits_for_approval_shows_what_is_to_be_decided()
    {
        Job job = await RunAsync(Asking(ScoreOf(2), 1, new ApprovalOptions { Message = "Ship it?" }));

        await WatchAsync(
            [job.Id],
            "1 .* to approve: Ship it\\?",
            () =>
            {
                Assert.StartsWith(" Waiting for approval: sheet 1: Ship it?", _console.Screen[2], StringComparison.Ordinal);
                _console.Type("q");
            });
    }

    [Fact]
    public async Task A_approves_the_selected_sheet_after_a_question()
    {
        await RunAsync(Asking(ScoreOf(2), 2, new ApprovalOptions { Message = "Ship?" }));
        string id = (await LoadAsync()).Id;

        await WatchAsync(
            [id],
            "^>  1 ",
            () => _console.Type("a"), // Sheet 1 does not wait.
            "p pause",
            () => _console.Press(ConsoleKey.DownArrow),
            "a approve",
            () => _console.Type("a"),
            @"^ Approve sheet 2\? y/n",
            () => _console.Type("y"),
            "^ Sheet 2 is approved",
            () => _console.Type("q"));

        Assert.Equal(SheetStatus.Pending, (await LoadAsync()).Sheets[1].Status);
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(await Jobs.ListApprovalsAsync(new ApprovalQuery(), Cancellation)).Status);
    }

    [Fact]
    public async Task A_job_shows_its_sheets_waits_cost_owner_and_output()
    {
        Job job = await RunningAsync();

        await WatchAsync(
            [job.Id],
            "^>  4 ",
            () => _console.Press(ConsoleKey.Home),
            "^ the last line",
            () =>
            {
                IReadOnlyList<string> screen = _console.Screen;
                Assert.Contains("process 7 on here", screen[0], StringComparison.Ordinal);
                Assert.Matches(@"^ 1/4 25 % #+x+\*+\.* \$0\.25 of \$5\.00", screen[1]);
                Assert.Matches(@"^ 1 running - 1 waits until \d.* - 1 failed", screen[2]);
                Assert.Matches(@"^>  1 .*\+ completed +1 ", screen[4]);
                Assert.Matches("^   2 .*x failed +1 .* It broke", screen[5]);
                Assert.Matches("^   3 .*~ waiting .* until [0-9:]+, E", screen[6]);
                Assert.Matches(@"^   4 .*\* running", screen[7]);
                Assert.DoesNotContain(screen, line => line.Length > 80);
                _console.Type("q");
            });
    }

    [Fact]
    public async Task The_output_of_the_next_attempt_replaces_that_of_the_last_one()
    {
        Job job = await RunningAsync();
        await RecordAsync("the first output");

        await WatchAsync(
            [job.Id],
            "^ the first output",
            () =>
            {
                RecordAsync("the second output").GetAwaiter().GetResult();
                Job ended = LoadAsync(job.Id).GetAwaiter().GetResult();
                ended.Sheets[3].Status = SheetStatus.Completed;
                Jobs.SaveAsync(ended, SaveMode.IfUnchanged, Cancellation).AsTask().GetAwaiter().GetResult();
            },
            "^ the second output",
            () => _console.Type("q"));

        async Task RecordAsync(string output) => await Jobs.RecordExecutionsAsync(
            [new Execution(0, job.Id, 4, 1, "do 4", output, 0, TimeSpan.FromSeconds(1), Time.GetUtcNow())], Cancellation);
    }

    [Fact]
    public async Task The_running_sheet_is_selected_until_a_person_selects_one()
    {
        Job job = await RunningAsync();

        await WatchAsync(
            [job.Id],
            "^>  4 ",
            () => Start(3, 4),
            "^>  3 ",
            () => _console.Press(ConsoleKey.DownArrow),
            "^>  4 ",
            () => Start(2, 3),
            @"^   2 .*running[\s\S]*^>  4 ",
            () => _console.Type("q"));

        void Start(int next, int last)
        {
            Job changed = LoadAsync(job.Id).GetAwaiter().GetResult();
            (changed.Sheets[next - 1].Status, changed.Sheets[last - 1].Status) = (SheetStatus.InProgress, SheetStatus.Completed);
            Jobs.SaveAsync(changed, SaveMode.IfUnchanged, Cancellation).AsTask().GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task The_output_of_a_running_attempt_is_shown_while_it_arrives()
    {
        Jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Job job = await RunningAsync();
        using var output = new RunningOutputWriter(
            new RunningOutputs(Folder["running"], Jobs), job.Id, 4, Processes.Current, Time, Assert.Fail);

        await WatchAsync(
            [job.Id],
            "^ No output yet",
            () => output.Add("step one"),
            "Sheet 4 - attempt 1 is running [\\s\\S]*^ step one",
            () => output.Add("step two\e[2J\n10 %\r100 %\r"),
            @"^ step one *\n step two\\u\{1B\}\[2J *\n 100 % *$",
            () => _console.Type("q"));

        Assert.DoesNotContain("two\e[2J", _console.Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_enlarges_the_output_and_Escape_makes_it_small_again()
    {
        Job job = await RunningAsync();

        await WatchAsync(
            [job.Id],
            "^>  4 ",
            () => _console.Press(ConsoleKey.Home),
            "^ the last line",
            () => _console.Press(ConsoleKey.Enter),
            "^ line 1 *$",
            () => _console.Press(ConsoleKey.Escape),
            @"\A(?![\s\S]*^ line 1 *$)[\s\S]*the last line",
            () => _console.Type("q"));
    }

    [Fact]
    public async Task P_pauses_the_job_and_S_cancels_it_only_after_a_question()
    {
        await SaveAsync("one", ScoreOf(1));

        await WatchAsync(
            ["one"],
            "^ one ",
            () => _console.Type("p"),
            "^ The job is paused",
            () => _console.Type("s"),
            "^ Stop the job 'one'. It cannot be resumed. y/n",
            () => _console.Type("n"),
            "q quit",
            () =>
            {
                Assert.Equal([typeof(JobUpdate.Pause)], _updates.Select(update => update.Update.GetType()));
                _console.Type("sy");
            },
            "^ The job is cancelled",
            () => _console.Type("q"));

        Assert.Equal(("one", typeof(JobUpdate.Cancel)), (_updates[1].Id, _updates[1].Update.GetType()));
        Assert.Equal(JobStatus.Cancelled, (await LoadAsync("one")).Status);
    }

    [Fact]
    public async Task A_change_that_is_refused_is_explained()
    {
        await SaveAsync("one", ScoreOf(1));
        await Jobs.UpdateAsync("one", new JobUpdate.Cancel(), Cancellation);

        await WatchAsync(["one"], "^ one ", () => _console.Type("p"), "^ .*cannot be paused|^ .*Cancelled", () => _console.Type("q"));

        Assert.Equal(JobStatus.Cancelled, (await LoadAsync("one")).Status);
    }

    [Fact]
    public async Task A_search_leaves_what_contains_the_text_and_typed_letters_are_no_commands()
    {
        Score score = ScoreOf(3);
        score = score with { Sheets = [.. score.Sheets.Select((sheet, index) => sheet with { Name = $"{(char)('p' + index)}-sheet" })] };
        await SaveAsync("one", score);

        await WatchAsync(
            ["one"],
            "p-sheet",
            () => _console.Type("/q"),
            "^ /q_",
            () =>
            {
                Assert.DoesNotContain(_console.Screen, line => line.Contains("p-sheet", StringComparison.Ordinal));
                _console.Press(ConsoleKey.Enter);
            },
            "'q': 1 of 3",
            () => _console.Press(ConsoleKey.Escape),
            "r-sheet",
            () => _console.Type("q"));

        Assert.Empty(_updates);
    }

    [Fact]
    public async Task Hostile_texts_do_not_reach_the_terminal()
    {
        Score score = ScoreOf(1) with { Sheets = [new ScoreSheet { Command = "x", Name = "\e[2Jevil\u202E日本" }] };
        await SaveAsync("one", score);

        await WatchAsync(["one"], "evil", () => _console.Type("q"));

        Assert.DoesNotContain("\e[2Jevil", _console.Written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", _console.Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 30)]
    [InlineData(40, 8)]
    [InlineData(10, 3)]
    public async Task The_frame_fits_the_console(int width, int height)
    {
        Job job = await RunningAsync();
        _console.Size = (width, height);

        await WatchAsync([job.Id], ".", () => _console.Type("q"));

        Assert.Equal(height, _console.Screen.Count);
        Assert.DoesNotContain(_console.Screen, line => CellText.WidthOf(line) > width);
    }

    [Fact]
    public async Task The_screen_of_before_returns_at_the_end()
    {
        await SaveAsync("one", ScoreOf(1));
        await WatchAsync(["one"], "^ one ", () => _console.Type("q"));

        Assert.StartsWith("\e[?1049h", _console.Written, StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h\e[?1049l", _console.Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_removed_is_reported()
    {
        await SaveAsync("one", ScoreOf(1));
        await WatchAsync(
            ["one"],
            "^ one ",
            () => Jobs.DeleteAsync("one", default).AsTask().GetAwaiter().GetResult(),
            "^ The job 'one' does not exist any more.",
            () => _console.Type("q"));
    }

    /// <summary>A job with a completed, a failed, a waiting and a running sheet.</summary>
    private async Task<Job> RunningAsync()
    {
        Score score = ScoreOf(4) with
        {
            Parallel = new ParallelismOptions { Enabled = true, FailFast = false },
            CostLimits = new CostLimitOptions { Enabled = true, MaxCostPerJob = 5 },
        };
        Job job = await AbandonAsync(score, isDead: false, (1, new SheetUpdate.Complete(SheetResult.Empty)), (4, null));
        Job changed = await LoadAsync(job.Id);
        changed.Sheets[0].Measures = changed.Sheets[0].Measures with { Cost = 0.25m };
        (changed.Sheets[1].Status, changed.Sheets[1].ErrorMessage, changed.Sheets[1].AttemptCount) = (SheetStatus.Failed, "It broke.", 1);
        (changed.Sheets[2].Status, changed.Sheets[2].ErrorMessage) = (SheetStatus.Waiting, "E101 slow down");
        changed.Sheets[2].Measures = changed.Sheets[2].Measures with { NextAttemptAt = Time.GetUtcNow().AddMinutes(5) };
        await Jobs.SaveAsync(changed, SaveMode.IfUnchanged, Cancellation);
        string output = string.Join('\n', Enumerable.Range(1, 10).Select(number => $"line {number}")) + "\nthe last line\n";
        await Jobs.RecordExecutionsAsync(
            [new Execution(0, job.Id, 1, 1, "do 1", output, 0, TimeSpan.FromSeconds(1), Time.GetUtcNow())], Cancellation);
        return await LoadAsync(job.Id);
    }

    private async Task SaveAsync(string id, Score score) =>
        await Jobs.SaveAsync(JobDraft.Of(score, Time.GetUtcNow(), id), SaveMode.IfUnchanged, Cancellation);

    /// <summary>Watches: whenever a line of the screen matches the next pattern, the action after it is done.</summary>
    private async Task WatchAsync(IReadOnlyCollection<string>? ids, string first, Action action, params object[] more)
    {
        Queue<(string Pattern, Action Do)> steps = new([(first, action), .. more.Chunk(2).Select(step => ((string)step[0], (Action)step[1]))]);
        await WatchAsync(ids, steps);
    }

    private async Task WatchAsync(IReadOnlyCollection<string>? ids, Queue<(string Pattern, Action Do)> steps)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(Limit);
        _console.OnIdle = () =>
        {
            if (steps.TryPeek(out (string Pattern, Action Do) step)
                && Regex.IsMatch(string.Join('\n', _console.Screen), step.Pattern, RegexOptions.Multiline))
            {
                steps.Dequeue();
                step.Do();
            }
        };
        var watch = new JobWatch(Jobs, Time)
        {
            OutputFolder = Folder["running"],
            Update = async (id, update, cancellationToken) =>
            {
                await Jobs.UpdateAsync(id, update, cancellationToken);
                _updates.Add((id, update));
            },
        };
        Task watching = watch.ShowAsync(_console, ids, stop.Token);
        while (!watching.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await watching;
        Assert.True(
            steps.Count == 0, $"No line matches '{steps.FirstOrDefault().Pattern}':\n{string.Join('\n', _console.Screen)}");
    }
}
