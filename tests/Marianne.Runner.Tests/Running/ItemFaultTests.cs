using System.Diagnostics;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Sources that cannot be used, and items that look like code.</summary>
public sealed class ItemFaultTests : RunnerTestBase
{
    public static TheoryData<string> Hostile =>
        ["\"; touch pwned #", "$(touch pwned)", "`touch pwned`", "& touch pwned", "a\ntouch pwned", "'; touch pwned; '", "{item}"];

    [Fact]
    public async Task A_source_that_is_missing_fails_the_sheet_before_there_is_an_item()
    {
        Job job = await RunAsync(Each(new ForEachOptions { In = "{find.files}" }, new ScoreSheet { Name = "find", Command = "find" }));

        Assert.Equal((JobStatus.Failed, 2, "E605"), (job.Status, job.TotalSheets, job.Sheets[1].Measures.ErrorCode));
        Assert.Contains("{find.files} has no value: sheet 1 'find' has no output 'files'.", job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task An_item_is_one_word_of_a_command_for_sh(string item)
    {
        await RunAsync(Each(new ForEachOptions { In = new object[] { item } }));

        SheetAttempt attempt = FakeExecutor.Seen.Single();
        string command = PlaceholderExpander.Of(attempt.Score, attempt.Number).InCommand("printf '%s|%s|%s' {item} \"{item}\" '{item}'");
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = Folder.Path,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal($"{item}|{item}|{item}", await shell.StandardOutput.ReadToEndAsync(Cancellation));
        Assert.False(File.Exists(Folder["pwned"]));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task An_item_is_text_in_a_prompt(string item)
    {
        Score score = Each(new ForEachOptions { In = new object[] { item } });

        await RunAsync(score with { Instrument = "ask", Sheets = [score.Sheets[0] with { Command = null, Prompt = "Review {item}." }] });

        Assert.Equal($"Review {item}.", FakeExecutor.Seen.Single().Prompt);
    }

    [Theory]
    [InlineData("$(touch pwned)", "\"$(touch pwned)\"")]
    [InlineData("`touch pwned`", "\"`touch pwned`\"")]
    [InlineData("& touch pwned", "\"& touch pwned\"")]
    [InlineData("| touch ^pwned >x", "\"| touch ^pwned >x\"")]
    [InlineData("{item}", "\"{item}\"")]
    [InlineData("\"; touch pwned #", null)]
    [InlineData("a\ntouch pwned", null)]
    [InlineData("%PATH%", null)]
    public void An_item_is_one_word_of_a_command_for_cmd_or_refused(string item, string? expected)
    {
        if (expected is not null)
            Assert.Equal($"check {expected} end", Expand());
        else
            Assert.Contains("which cmd cannot quote", Assert.Throws<MarianneException>(Expand).Message, StringComparison.Ordinal);

        string Expand() => PlaceholderExpander.Expand("check {item} end", new Dictionary<string, string> { ["item"] = item }, isWindows: true);
    }

    private Score Each(ForEachOptions source, params ScoreSheet[] before) => ScoreOf(1) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets = [.. before, new ScoreSheet { Name = "review", Command = "check {item}", ForEach = source }],
    };
}
