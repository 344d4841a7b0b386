using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class SkipConditionTests : WorkFolder
{
    private static readonly Dictionary<string, string?> Variables = new() { ["MARIANNE_SHEET"] = "2" };

    [Theory]
    [InlineData("exit 0", null, "'exit 0' exited with 0.")]
    [InlineData("exit 0", "done before", "done before")]
    [InlineData("test \"$PWD\" = {workspace} && test {sheet_num} = 2 && test $MARIANNE_SHEET = 2", "all", "all")]
    [InlineData("exit 1", "no", null)]
    [InlineData("no-such-command-here", "no", null)]
    [InlineData("kill -9 $$", "no", null)]
    [InlineData("`{workspace}`", "no", null)]
    public async Task A_sheet_is_skipped_if_its_command_exits_with_0(string command, string? description, string? reason) =>
        Assert.Equal(reason, await AskAsync(new() { Command = command, Description = description }));

    [Fact]
    public async Task A_command_that_takes_too_long_skips_nothing() =>
        Assert.Null(await AskAsync(new() { Command = "trap 'exit 0' TERM; sleep 600 & wait", TimeoutSeconds = 0.05 }));

    [Fact]
    public async Task A_command_that_cannot_start_skips_nothing()
    {
        Score score = Score(new() { Command = "true" }) with { Workspace = "none" };
        Assert.Null(await AskAsync(score, 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_sheet_without_a_condition_runs_no_command()
    {
        var commands = new FakeCommandRunner(new CommandResult { ExitCode = 0 });
        Score score = Score(new() { Command = "true" });

        Assert.Null(
            await new SkipCondition(commands).ReasonToSkipAsync(score, 1, () => Variables, TestContext.Current.CancellationToken));
        Assert.Empty(commands.Seen);
        Assert.NotNull(
            await new SkipCondition(commands).ReasonToSkipAsync(score, 2, () => Variables, TestContext.Current.CancellationToken));
        Assert.Equal(10, Assert.Single(commands.Seen).Timeout!.Value.TotalSeconds);
    }

    [Fact]
    public async Task The_condition_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Task<string?> asking = AskAsync(Score(new() { Command = "exec sleep 600" }), 2, stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static ValueTask<string?> AskAsync(Score score, int sheet, CancellationToken cancellationToken) =>
        new SkipCondition(new ProcessCommandRunner(TimeProvider.System))
            .ReasonToSkipAsync(score, sheet, () => Variables, cancellationToken);

    private Score Score(SkipWhenOptions options) => new Score
    {
        Name = "test",
        Sheets = [.. Enumerable.Repeat(new ScoreSheet { Command = "true" }, 2)],
        Sheet = new() { SkipWhenCommand = new Dictionary<int, SkipWhenOptions> { [2] = options } },
    }.At(Folder);

    private ValueTask<string?> AskAsync(SkipWhenOptions options) =>
        AskAsync(Score(options), 2, TestContext.Current.CancellationToken);
}
