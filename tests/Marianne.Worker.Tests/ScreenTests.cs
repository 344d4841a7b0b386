using System.Globalization;
using Marianne.Running;
using Marianne.Scores;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>What a terminal shows while a job is played.</summary>
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

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(80, "nightly  1/4 25 %  sheet2, sheet3  $0.25  12 s  about 45 s left")]
    [InlineData(60, "1/4 25 %  sheet2, sheet3  $0.25  12 s  about 45 s left")]
    [InlineData(50, "1/4 25 %  sheet2, sheet3  $0.25  about 45 s left")]
    [InlineData(40, "1/4 25 %  sheet2, sheet3  $0.25")]
    [InlineData(30, "1/4 25 %  sheet2, sheet3")]
    [InlineData(20, "1/4 25 %")]
    [InlineData(5, "1/4 2")]
    [InlineData(-1, "")]
    public void The_line_of_progress_leaves_out_what_matters_least(int width, string expected) =>
        Assert.Equal(expected, Played().Text(width));

    [Fact]
    public void The_line_of_progress_is_rewritten_and_steps_aside_for_lines()
    {
        var output = new StringWriter();
        using (var screen = new TerminalScreen(output, Log(hasColour: false), Played(), () => 31, _time))
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
        var screen = new TerminalScreen(output, Log(hasColour: false), Played(), () => 80, _time);
        screen.Dispose();
        string ended = output.ToString();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ended, output.ToString());
    }

    [Fact]
    public void Colour_is_only_where_it_is_wanted()
    {
        JobEvent failed = Event(JobEventKind.SheetFailed, 1, "It broke.");

        Assert.Contains("\e[31mfailed     \e[0m", Log(hasColour: true).LineOf(failed), StringComparison.Ordinal);
        Assert.DoesNotContain("\e", Log(hasColour: false).LineOf(failed), StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_wrote_cannot_drive_the_terminal()
    {
        JobEvent failed = Event(JobEventKind.SheetFailed, 1, "\e]0;title\aIt \e[2Jbroke\nin two\r\0lines.");

        Assert.EndsWith("failed       It broke in two lines.", Log(hasColour: false).LineOf(failed), StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_fails_ends_nothing()
    {
        using var output = new StreamWriter(new FullDisk()) { AutoFlush = true };
        using var screen = new LineScreen(output, Log(hasColour: false));

        screen.Show(Event(JobEventKind.SheetStarted, 1, "Started."));
    }

    private static EventLog Log(bool hasColour) => new(Plan, isVerbose: false, hasColour);

    /// <summary>One of four sheets took 20 s, two run.</summary>
    [Fact]
    public void A_line_tells_what_waits_and_until_when()
    {
        ProgressLine line = Played();
        string due = DateTimeOffset.UnixEpoch.AddHours(1).ToLocalTime().ToString("T", CultureInfo.CurrentCulture);

        line.Note(Event(JobEventKind.SheetWaiting, 3, "") with { Duration = TimeSpan.FromHours(1) });
        Assert.Contains($"1 sheet waits until {due}", line.Text(200), StringComparison.Ordinal);

        line.Note(Event(JobEventKind.SheetRetrying, 2, "") with { Duration = TimeSpan.FromHours(2) });
        Assert.Contains($"2 sheets wait, the first until {due}", line.Text(200), StringComparison.Ordinal);

        line.Note(Event(JobEventKind.SheetStarted, 2, ""));
        line.Note(Event(JobEventKind.SheetFailed, 3, ""));
        Assert.DoesNotContain("wait", line.Text(200), StringComparison.Ordinal);
    }

    private ProgressLine Played()
    {
        var line = new ProgressLine(Plan, _time);
        line.Note(Event(JobEventKind.SheetStarted, 1, "") with { Progress = new(0, 4) });
        line.Note(Event(JobEventKind.SheetCompleted, 1, "") with { Progress = new(1, 4), Duration = TimeSpan.FromSeconds(20) });
        line.Note(Event(JobEventKind.SheetStarted, 2, "") with { Progress = new(1, 4) });
        line.Note(Event(JobEventKind.SheetStarted, 3, "") with { Progress = new(1, 4) });
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
