using System.Diagnostics;
using System.Text;
using Marianne.History;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Scores;

public sealed class ScoreFileTests : IDisposable
{
    private const string Good = """{ "name": "é", "sheets": [ { "command": "make" } ] }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("marianne-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void A_file_is_UTF_8_or_UTF_16_with_a_byte_order_mark(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        ScoreReadResult result = Read("a.json", [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Good)]);

        Score score = result.OrThrow();
        Assert.Equal("é", score.Name);
        Assert.Equal(Path.Combine(_folder, "a.json"), score.File);
        Assert.Equal(_folder, score.Folder);
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_reported_with_its_position()
    {
        ScoreReadResult result = Read("a.json", [.. "{\n  \"é\": \""u8, 0xFF, .. "\" }"u8]);

        ScoreProblem problem = Assert.Single(result.Problems);
        Assert.Equal($"{Path.Combine(_folder, "a.json")}:2:9", problem.Place);
        Assert.StartsWith("The file is not valid UTF-8: unexpected byte 0xff", problem.Message);
        Assert.Equal(MarianneError.ScoreUnreadable, result.Failure!.Error);
        Assert.Equal($"The score '{Path.Combine(_folder, "a.json")}' cannot be read at 2:9: {problem.Message}",
            result.Failure.Message);
    }

    [Fact]
    public void UTF_16_without_a_byte_order_mark_and_binary_files_are_rejected()
    {
        Assert.StartsWith("The file contains a null character", Error("a.json", Encoding.Unicode.GetBytes("{}")));
        Assert.StartsWith("The file contains a null character",
            Error("b.json", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Good)]));
        Assert.StartsWith("The file has the byte order mark of UTF-16", Error("c.json", [0xFF, 0xFE, 0x00, 0xD8]));
        Assert.StartsWith("The file is empty, or is a pipe", Error("d.json", []));
    }

    [Fact]
    public void The_first_1000_problems_are_reported_and_how_many_more_there_are()
    {
        string keys = string.Join(", ", Enumerable.Range(0, 100_000).Select(number => $"\"stagger_delay_msx{number}\": 1"));
        ScoreReadResult result = Read("a.json", Encoding.UTF8.GetBytes($"{{ {keys}, {Good.TrimStart('{')}"));

        Assert.Equal(1_001, result.Problems.Count);
        Assert.Equal("There are 99,000 more problems. Correct these first.", result.Problems[^1].Message);
        Assert.Contains("has 100000 problems.", result.Failure!.Message, StringComparison.Ordinal);
        Assert.EndsWith(result.Problems[^1].Message, result.Failure.Message, StringComparison.Ordinal);
        Assert.InRange(result.Failure.Message.Length, 1_000, 1_000_000);
    }

    [Fact]
    public void A_large_file_is_rejected_before_it_is_read()
    {
        string file = Path.Combine(_folder, "large.json");
        using (FileStream stream = File.Create(file))
            stream.SetLength(100L * 1024 * 1024);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ScoreReadResult result = ScoreFile.Read(file, _ => new JsonScoreReader());

        Assert.StartsWith("The file is larger than 16 MB.", Assert.Single(result.Problems).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_missing_file_a_folder_and_an_unknown_extension_are_reported()
    {
        Assert.Equal(MarianneError.ScoreNotFound, ScoreFile.Read(Path.Combine(_folder, "x.json"), NoReader).Failure!.Error);
        Assert.StartsWith("The path is a folder.", Assert.Single(ScoreFile.Read(_folder, NoReader).Problems).Message);
        Assert.StartsWith("The file does not have the extension of a score", Error("a.txt", "x"u8.ToArray()));
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_pipe_is_reported_without_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes of Windows are not files.");
        string pipe = Path.Combine(_folder, "pipe.json");
        string link = Path.Combine(_folder, "link.json");
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, pipe);

        foreach (string file in new[] { pipe, link })
        {
            ScoreReadResult result = await InTime(() => ScoreFile.Read(file, NoReader));
            Assert.StartsWith("The file is empty, or is a pipe or a device.", Assert.Single(result.Problems).Message);
            MarianneException error = await Assert.ThrowsAsync<MarianneException>(
                () => InTime(() => ExecutionHistoryFile.Read(file, null, TestContext.Current.CancellationToken)));
            Assert.Equal(MarianneError.InvalidHistory, error.Error);
            Assert.Contains("it is empty, or a pipe or a device.", error.Message, StringComparison.Ordinal);
        }

        // Fails instead of hanging.
        static Task<T> InTime<T>(Func<T> read) =>
            Task.Run(read).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("a.YAML", ScoreFormat.Yaml)]
    [InlineData("a.yml", ScoreFormat.Yaml)]
    [InlineData("a.json", ScoreFormat.Json)]
    [InlineData("a.psd1", ScoreFormat.PowerShellData)]
    [InlineData("a", null)]
    public void A_format_is_found_by_the_extension(string file, ScoreFormat? format) =>
        Assert.Equal(format, ScoreFile.FormatOf(file));

    [Fact]
    public void The_error_of_an_invalid_score_has_a_line_for_each_problem()
    {
        ScoreReadResult result = Read("a.json", Encoding.UTF8.GetBytes("""
            { "name": "a", "sheets": [ {} ],
              "retry": { "max_retrys": 1,
                         "a\nb": 2 } }
            """));

        Assert.Equal(
            [
                $"The score '{Path.Combine(_folder, "a.json")}' has 3 problems. Correct the following (line:column key: "
                    + "problem).",
                "  1:28 sheets[0]: The sheet must have exactly one of: command, prompt, script. It has none.",
                "  2:14 retry.max_retrys: retry has no key 'max_retrys'. Did you mean max_retries?",
                "  3:14",
            ],
            result.Failure!.Message.Split('\n').Select((line, index) => index < 3 ? line : line[..6]));
        Assert.Equal(MarianneError.ScoreInvalid, result.Failure.Error);
        Assert.Equal(result.File, result.Failure.Target);
    }

    [Fact]
    public void The_position_of_a_missing_key_is_that_of_its_section()
    {
        ScoreReadResult result = Read("a.json", Encoding.UTF8.GetBytes("""
            { "sheets": [ { "command": "x" } ],
              "validations": [
                { "type": "file_exists" } ] }
            """));

        Assert.Equal([(1, 1, "name"), (3, 5, "validations[0].path")],
            result.Problems.Select(problem => (problem.Line!.Value, problem.Column!.Value, problem.Path)));
    }

    [Fact]
    public void A_key_can_contain_any_character()
    {
        ScoreReadResult result = Read(
            "a.json", Encoding.UTF8.GetBytes("""{ "name": "a", "sheets": [ { "command": "x", "a.b[0": 1 } ], "b.": 2 }"""));

        Assert.Equal([46, 62], result.Problems.Select(problem => problem.Column!.Value));
    }

    [Theory]
    [InlineData("~", "")]
    [InlineData("~/out", "out")]
    [InlineData("~\\out", "out")]
    public void A_leading_tilde_is_the_home_folder(string path, string below)
    {
        string home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        Score score = new Score { Workspace = path }.At(_folder);

        Assert.Equal(
            Path.TrimEndingDirectorySeparator(Path.Combine(home, below)), Path.TrimEndingDirectorySeparator(score.WorkspacePath));
        Assert.Equal(score.WorkspacePath, score.FullPath(path));
    }

    [Theory]
    [InlineData("~other")]
    [InlineData("./~")]
    [InlineData("a/~/b")]
    public void Any_other_tilde_is_part_of_a_name(string path) =>
        Assert.Equal(Path.GetFullPath(path, _folder), new Score().At(_folder).FullPath(path));

    private static IScoreReader NoReader(ScoreFormat format) => throw new InvalidOperationException("No reader is needed.");

    private ScoreReadResult Read(string name, byte[] bytes)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, bytes);
        return ScoreFile.Read(file, _ => new JsonScoreReader());
    }

    private string Error(string name, byte[] bytes) => Assert.Single(Read(name, bytes).Problems).Message;
}
