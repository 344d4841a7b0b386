using System.Text;
using Marianne.Jobs;
using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

public sealed class RunMarkTests
{
    private const string StartMark = "5b7b0a6c-9d8e-4f3a-8b1c-0d2e4f6a8b0c:12345:4026531836";

    private static readonly RunMark Mark = RunMark.Of("/data/state.db", "nightly", 3, new RunnerProcess(4711, "host", StartMark))!;

    [Fact]
    public void A_mark_is_read_as_it_was_written() =>
        Assert.Equal([Mark], RunMark.Read(Mark.AddTo(null)));

    [Fact]
    public void The_mark_of_a_run_within_a_run_is_the_last_one()
    {
        RunMark outer = Mark with { Job = "0123456789abcdef", Sheet = 1 };

        Assert.Equal([outer, Mark], RunMark.Read(Mark.AddTo(outer.ToString())));
    }

    [Theory]
    [InlineData("/data/state.db", "nightly", 3, true)]
    [InlineData("/data/state.db", "nightly", 4, false)]
    [InlineData("/data/state.db", "Nightly", 3, false)]
    [InlineData("/data/other.db", "nightly", 3, false)]
    public void A_mark_names_the_store_the_job_and_the_sheet(string store, string job, int sheet, bool isSame) =>
        Assert.Equal(isSame, RunMark.Of(store, job, sheet, new RunnerProcess(4711, "elsewhere", StartMark)) == Mark);

    [Theory]
    [InlineData(null)]
    [InlineData("2026-03-01T07:05:09.1234567Z")]
    public void A_process_without_a_mark_of_Linux_has_none(string? startMark) =>
        Assert.Null(RunMark.Of("/data/state.db", "nightly", 3, new RunnerProcess(4711, "host", startMark)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",,/,a/b/c/d")]
    [InlineData("0123456789abcdef/-1/4711/" + StartMark)]
    [InlineData("0123456789abcdef/1/x/" + StartMark)]
    [InlineData("0123456789abcdef/1/4711/later")]
    [InlineData("0123456789abcdef/1/4711")]
    public void Anything_else_is_ignored(string? value) =>
        Assert.Equal([Mark], RunMark.Read($"{value},{Mark}"));

    [Theory]
    [InlineData("PATH=/bin\0MARIANNE_RUN={mark}\0HOME=/", true)]
    [InlineData("MARIANNE_RUN={mark}\0", true)]
    [InlineData("MARIANNE_RUN={mark}", true)]
    [InlineData("OTHER_MARIANNE_RUN={mark}\0", false)]
    [InlineData("MARIANNE_RUN=\0", false)]
    [InlineData("", false)]
    public void A_mark_is_found_in_an_environment(string environment, bool isFound) => Assert.Equal(
        isFound,
        RunMark.In(Encoding.UTF8.GetBytes(environment.Replace("{mark}", Mark.ToString(), StringComparison.Ordinal))).Contains(Mark));

    [Theory]
    [InlineData("Max file locks            {number}  unlimited  locks     \n", true)]
    [InlineData("Max file size             {number}  unlimited  bytes     \n", false)]
    [InlineData("Max file locks            unlimited  unlimited  locks     \n", false)]
    [InlineData("Max file locks            1024  unlimited  locks     \n", false)]
    [InlineData("Max file locks", false)]
    [InlineData("", false)]
    [Trait("Platform", "Linux")]
    public void The_number_of_a_tag_shows_its_run(string limits, bool isFound)
    {
        string number = new string([.. new ProcessTag(Mark).Prefix.SkipWhile(letter => !char.IsDigit(letter)).TakeWhile(char.IsDigit)]);
        limits = limits.Replace("{number}", number, StringComparison.Ordinal);

        Assert.Equal(isFound ? ProcessTag.PartOf(Mark) : null, ProcessTag.PartIn(Encoding.ASCII.GetBytes(limits)));
        Assert.NotEqual(ProcessTag.PartOf(Mark with { Sheet = 4 }), ProcessTag.PartOf(Mark));
    }
}
