using System.Globalization;
using Marianne.Running;
using Marianne.Scores;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>What a terminal shows while a job is running.</summary>
public sealed class ScreenTests
{
    private static readonly JobPlan Plan = new()
    {
        Name = "nightly",
        Score = new Score { Name = "nightly" },
        Workspace = "/work",
        MaxConcurrent = 2,
        CostSoFar = 0.25m,
        Sheets =
        [
            .. Enumerable.Range(1, 4).Select(number => new PlannedSheet(number, $"sheet{number}", 1, PlannedAction.Play)
            {
                ExpectedDuration = TimeSpan.FromSeconds(30),
            }),
        ],
    };

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(80, "nightly  1/4 25 %  sheet2, sheet3  $0.25  12 s  about 33 s left")]
    [InlineData(60, "1/4 25 %  sheet2, sheet3  $0.25  12 s  about 33 s left")]
    [InlineData(50, "1/4 25 %  sheet2, sheet3  $0.25  about 33 s left")]
    [InlineData(40, "1/4 25 %  sheet2, sheet3  $0.25")]
    [InlineData(30, "1/4 25 %  sheet2, sheet3")]
    [InlineData(20, "1/4 25 %")]
    [InlineData(5, "1/4 2")]
    [InlineData(-1, "")]
    public void The_progress_line_omits_the_least_important_parts(int width, string expected) =>
        Assert.Equal(expected, SampleProgress().Text(width));

    [Fact]
    public void The_progress_line_is_rewritten_below_the_lines()
    {
        var output = new StringWriter();
        using (var screen = new TerminalScreen(output, Log(hasColor: false), SampleProgress(), () => 31, _time))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            screen.Show(Event(JobEventKind.Warning, 2, "The service is busy."));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        string line = "\e[?7l\r\e[K1/4 25 %  sheet2, sheet3\e[?7h";
        string[] shown = output.ToString().Split(Environment.NewLine);
        Assert.Equal(2, shown.Length);
        Assert.StartsWith($"{line}\r\e[K", shown[0], StringComparison.Ordinal);
        Assert.EndsWith("2 sheet2  warning      The service is busy.", shown[0], StringComparison.Ordinal);
        Assert.Equal($"{line}\r\e[K", shown[1]);
    }

    [Fact]
    public void Nothing_is_drawn_after_the_end()
    {
        var output = new StringWriter();
        var screen = new TerminalScreen(output, Log(hasColor: false), SampleProgress(), () => 80, _time);
        screen.Dispose();
        string ended = output.ToString();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ended, output.ToString());
    }

    [Fact]
    public void Colors_are_only_used_if_they_are_enabled()
    {
        JobEvent failed = Event(JobEventKind.SheetFailed, 1, "It broke.");

        Assert.Contains("\e[31mfailed     \e[0m", Log(hasColor: true).LineOf(failed), StringComparison.Ordinal);
        Assert.DoesNotContain("\e", Log(hasColor: false).LineOf(failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_sheets_cannot_control_the_terminal()
    {
        JobEvent failed = Event(JobEventKind.SheetFailed, 1, "\e]0;title\aIt \e[2Jbroke\nin two\r\0lines.");

        Assert.EndsWith(
            @"failed       \u{1B}]0;title\u{7}It \u{1B}[2Jbroke in two \u{0}lines.",
            Log(hasColor: false).LineOf(failed),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_of_sheets_keeps_colors_only_on_a_terminal()
    {
        JobEvent output = Event(JobEventKind.SheetOutput, 1, "\e[32mok\e[2J");

        Assert.EndsWith("\e[32mok\\u{1B}[2J\e[0m", Log(hasColor: true, isVerbose: true).LineOf(output), StringComparison.Ordinal);
        Assert.EndsWith("output       ok\\u{1B}[2J", Log(hasColor: false, isVerbose: true).LineOf(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_control_the_terminal()
    {
        const string Hostile = "n\e]0;title\a\u009b2J\u202E\b";
        JobPlan plan = Plan with
        {
            Name = Hostile,
            JobId = Hostile,
            Workspace = Hostile,
            Sheets = [new PlannedSheet(1, Hostile, 1, PlannedAction.Play) { Reason = $"depends on {Hostile}" }],
        };
        var progress = new ProgressLine(plan, _time);
        progress.Update(Event(JobEventKind.SheetStarted, 1, "") with { Progress = new(0, 1) });
        var output = new StringWriter();
        PlanFormatter.Write(plan, output);
        output.WriteLine(progress.Text(1000));
        output.WriteLine(new EventLog(new SheetLabels(plan), isVerbose: true, hasColor: false).LineOf(Event(JobEventKind.SheetStarted, 1, "")));

        string[] lines = output.ToString().Split(Environment.NewLine);
        Assert.DoesNotContain(lines, line => line.Any(c => char.IsControl(c) || c == '\u202E'));
        Assert.Contains(lines, line => line.Contains(@"n\u{1B}]0;title\u{7}\u{9B}2J\u{202E}\u{8}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_plan_of_a_job_that_is_resumed_has_reasons()
    {
        var planned = new PlannedSheet(1, "review", 1, PlannedAction.Play);

        Assert.EndsWith("Action", Lines(planned)[^2], StringComparison.Ordinal);
        string[] lines = Lines(planned with { Reason = "new items in its source" });
        Assert.EndsWith("Action  Reason", lines[^2], StringComparison.Ordinal);
        Assert.EndsWith("run     new items in its source", lines[^1], StringComparison.Ordinal);

        string[] Lines(PlannedSheet sheet)
        {
            var output = new StringWriter();
            PlanFormatter.Write(Plan with { Sheets = [sheet] }, output);
            return output.ToString().TrimEnd().Split(Environment.NewLine);
        }
    }

    [Fact]
    public void An_output_that_fails_does_not_end_the_run()
    {
        using var output = new StreamWriter(new FullDisk()) { AutoFlush = true };
        List<string> failures = [];
        var tolerant = new TolerantWriter(output, failure => failures.Add(failure.Message));
        using var lines = new LineScreen(tolerant, Log(hasColor: false));
        using var terminal = new TerminalScreen(tolerant, Log(hasColor: false), SampleProgress(), () => 80, _time);

        lines.Show(Event(JobEventKind.SheetStarted, 1, "Started."));
        terminal.Show(Event(JobEventKind.SheetStarted, 1, "Started."));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["No space is left."], failures);
    }

    [Fact]
    public async Task Errors_that_cannot_be_written_do_not_change_the_exit_code()
    {
        using var output = new StreamWriter(new FullDisk()) { AutoFlush = true };
        using var error = new StreamWriter(new FullDisk()) { AutoFlush = true };

        Assert.Equal(ExitCode.Completed, await WorkerCommand.InvokeAsync(["run", "--help"], output, error));
        Assert.Equal(ExitCode.BadScore, await WorkerCommand.InvokeAsync(["run", "--unknown"], output, error));
    }

    private static EventLog Log(bool hasColor, bool isVerbose = false) => new(new SheetLabels(Plan), isVerbose, hasColor);

    [Fact]
    public void The_progress_line_shows_the_waiting_sheets()
    {
        ProgressLine line = SampleProgress();
        string due = DateTimeOffset.UnixEpoch.AddHours(1).ToLocalTime().ToString("T", CultureInfo.CurrentCulture);

        line.Update(Event(JobEventKind.SheetWaiting, 3, "") with { Duration = TimeSpan.FromHours(1) });
        Assert.Contains($"1 sheet waits until {due}", line.Text(200), StringComparison.Ordinal);

        line.Update(Event(JobEventKind.SheetRetrying, 2, "") with { Duration = TimeSpan.FromHours(2) });
        Assert.Contains($"2 sheets wait, the first until {due}", line.Text(200), StringComparison.Ordinal);

        line.Update(Event(JobEventKind.SheetStarted, 2, ""));
        line.Update(Event(JobEventKind.SheetFailed, 3, ""));
        Assert.DoesNotContain("wait", line.Text(200), StringComparison.Ordinal);
    }

    /// <summary>The progress when one of four sheets was completed in 20 s, and two are running.</summary>
    private ProgressLine SampleProgress()
    {
        var line = new ProgressLine(Plan, _time);
        line.Update(Event(JobEventKind.SheetStarted, 1, "") with { Progress = new(0, 4) });
        line.Update(Event(JobEventKind.SheetCompleted, 1, "") with { Progress = new(1, 4), Duration = TimeSpan.FromSeconds(20) });
        line.Update(Event(JobEventKind.SheetStarted, 2, "") with { Progress = new(1, 4) });
        line.Update(Event(JobEventKind.SheetStarted, 3, "") with { Progress = new(1, 4) });
        _time.Advance(TimeSpan.FromSeconds(12));
        return line;
    }

    private static JobEvent Event(JobEventKind kind, int sheet, string message) =>
        new(kind, "nightly-1", DateTimeOffset.UnixEpoch, message) { SheetNumber = sheet };

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space is left.");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space is left.");
    }
}
